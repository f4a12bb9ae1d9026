"""Descriptor, schemas, hashes, waivers: BRU8xx."""

from __future__ import annotations

from bru.check.rulebook import ALL, SEAL, Entry
from bru.model.problem import WARNING
from bru.rules.kinds import defect_rule, pinned_rule, standard_hint, waiver_rule

ENTRIES = (
    Entry(
        "BRU801",
        "Descriptor cannot be read",
        "Without it nobody knows which tables there are and what they mean.",
        "Correct the JSON at the line that is named.",
        *defect_rule("descriptor", standard_hint),
    ),
    Entry(
        "BRU802",
        "Descriptor property missing, repeated or malformed",
        "Tools that load the package stop, or skip the table without a word.",
        "Correct the property as the Data Package standard says.",
        *defect_rule("property", standard_hint),
    ),
    Entry(
        "BRU803",
        "Schema cannot be read or is impossible",
        "What it should check is not checked.",
        "Correct the schema as the Table Schema standard says.",
        *defect_rule("schema", standard_hint),
    ),
    Entry(
        "BRU804",
        "Path leaves the package",
        (
            "A package that reads files elsewhere can be made to read anything; it also cannot "
            "be copied."
        ),
        "Put the file into the package and name it by a relative path.",
        *defect_rule(
            "outside",
            "put the file into the package and name it by a relative path",
            "the path {value} is refused: {detail}",
        ),
    ),
    Entry(
        "BRU805",
        "Hash is not that of the file",
        (
            "Whoever pins a version compares the hash: either the file or the descriptor was "
            "changed without the other."
        ),
        "Run bru fmt after an edit; in a published package, fetch it again.",
        *pinned_rule("hash", "the hash of {resource} is not that of its file"),
        reach=SEAL,
    ),
    Entry(
        "BRU806",
        "Size is not that of the file",
        "A consumer cannot tell a table that was cut off from a whole one.",
        "Run bru fmt after an edit; in a published package, fetch it again.",
        *pinned_rule("bytes", "bytes of {resource} is {value}, but its file has {detail}"),
        reach=SEAL,
    ),
    Entry(
        "BRU807",
        "Key names an unknown field or resource",
        "The key is not checked at all.",
        "Correct the name, or delete the key.",
        *defect_rule("key", "correct the name in the schema or delete the key"),
    ),
    Entry(
        "BRU808",
        "Waiver is not needed",
        "It would silently excuse the next problem of the same row.",
        "Delete its line from schemas/waivers.csv.",
        *waiver_rule(
            "unused", "there is no {code} at {key} of {table}", "delete the line", field="key"
        ),
        level=WARNING,
    ),
    Entry(
        "BRU809",
        "Waiver has ended",
        "It was given until a day that is over; the problem it excused counts again.",
        "Correct the problem and delete the line, or give the waiver a new end and reason.",
        *waiver_rule(
            "ended",
            "the waiver of {code} ended on {until}",
            "correct the problem and delete the line, or give it a new end",
            field="until",
        ),
        level=WARNING,
    ),
    Entry(
        "BRU810",
        "Waiver cannot be read",
        "A waiver that cannot be read excuses nothing.",
        "Give each line code, table, key, a reason, and its last day.",
        *defect_rule(
            "waivers", "give each line code, table, key, a reason, and its last day (2027-12-31)"
        ),
    ),
    Entry(
        "BRU811",
        "Declared pack cannot be applied",
        "A package that declares a pack of rules promises what the pack needs; rules that find no "
        "tables would pass in silence.",
        'Add the table or field, or take the pack out of "bru": {"packs": […]}.',
        *defect_rule(
            "pack", 'add it, or take the pack out of "bru": {"packs": […]} in the descriptor'
        ),
        rests=ALL,
    ),
    Entry(
        "BRU813",
        "Descriptor does not fit its profile",
        "Who asks for the profile relies on what it promises.",
        "Correct the property as the profile that is named asks.",
        *defect_rule("profile", "see the profile that the descriptor names"),
    ),
    Entry(
        "BRU812",
        "Descriptor departs from a recommendation",
        "Some tools refuse it, or read it otherwise.",
        "Change it as the standard recommends.",
        *defect_rule("advice", "see the Data Package standard, https://datapackage.org"),
        level=WARNING,
    ),
    Entry(
        "BRU814",
        "File belongs to several resources",
        "What one resource needs may break the other: bru fmt and --fix leave such a file alone.",
        "Give each resource a file of its own, or describe the file once.",
        *defect_rule("shared", "give each resource a file of its own, or describe the file once"),
        level=WARNING,
    ),
)
