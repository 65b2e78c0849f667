"""One file a kind of figure; a file that is put here is a kind."""
