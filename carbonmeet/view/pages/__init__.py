"""What a reader gets: blocks of text, tables and figures in their order."""
