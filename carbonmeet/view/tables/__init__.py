"""One builder a table: an answer in, cells under named columns out."""
