"""What everything stands on: faults, words in two languages, files, the data folder."""
