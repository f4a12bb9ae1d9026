"""What a document still needs: sentences that nothing accounts for, and what was found in them."""
