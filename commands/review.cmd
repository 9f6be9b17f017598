# SPDX-License-Identifier: Apache-2.0
name: review
summary: go through drafts: accept, edit or reject them
usage:
  onus review [FILTER…]
  onus review --list [FILTER…] [--format text|json|csv]
  onus review --accept ID…
  onus review --reject ID… --why WORDS
  onus review --edit ID FIELD=VALUE…
operands: 0-*
description:
  On a terminal it shows one draft after the other, newest document first: the paragraph with the words of the draft
  marked, the fields that were read from it, and the rule that read them. One key decides: a accepts, e edits, r rejects
  (and asks why), s skips, b goes back, u decides anew on the last one, x explains, ? helps, q stops. Each decision is
  kept at once, so that you can stop at any time; the next run goes on with what is left.

  In a script the same decisions are made by id; each id gives one line of result, and an id that cannot be decided on
  changes nothing and does not stop the others. FIELD=VALUE sets a field, FIELD+=VALUE adds a value, FIELD-=VALUE takes
  one away. FIELD=@START-END cites the bytes START to END of the document.

  Nothing that was decided is ever lost: deciding again on an entry adds to its history, which onus show prints.
options:
  --accept
    Accepts the drafts with these ids as they are.
  --reject
    Rejects the drafts with these ids; --why is needed.
  --edit
    Changes fields of the draft with this id, and accepts it so.
  --list
    Lists the drafts that wait, and decides on none.
  --why WORDS
    The reason, kept in the journal.
  --as NAME
    Who decides, kept in the journal.
  --kind call|pledge|case|visit|quote
    Only drafts of this kind.
  --by NAME
    Who calls, promises, visits, speaks or did it.
  --on NAME
    Who is called on, or is finally to act.
  --about NAME
    The person it is about.
  --place NAME
    The place it names.
  --since DATE
    Of documents not before this day: YYYY, YYYY-MM or YYYY-MM-DD.
  --until DATE
    Of documents not after this day.
  --document ID
    In this document: its id or the beginning of one.
  --limit N
    At most so many.
  @table
  @file
  @help
exits: OK ERR_PARTIAL ERR_USAGE ERR_INPUT ERR_NOT_FOUND ERR_CASEFILE ERR_NEWER ERR_LOCKED ERR_READ_ONLY ERR_DISK ERR_OUTPUT
see: calls show explain follow
examples:
  What waits for a decision:
    $ onus review --list --kind call --limit 1
    call-…
        …
  A draft that is right, and one that is not:
    $ onus review --accept call-4f1c09a2be
    call-4f1c09a2be: accepted
    $ onus review --reject quote-77d20e61aa --why 'the line is a caption'
    quote-77d20e61aa: rejected
  One whose caller was read wrongly:
    $ onus review --edit call-4f1c09a2be 'caller=Rights Meridian'
    call-4f1c09a2be: edited
