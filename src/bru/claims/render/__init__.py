"""Results of the pack's commands as text, JSON, Markdown and pages."""


def head(title: str, style: str, more: str = "") -> str:
    """How a page begins that needs no network; `more`: in its head."""
    from bru.render.html import POLICY, safe

    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'{more}<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            f"<title>{safe(title)}</title>\n<style>{style}</style>\n</head>\n<body>",
        )
    )
