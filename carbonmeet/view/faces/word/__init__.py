"""A Word file: real headings, captions, tables and styles that an office edits."""
