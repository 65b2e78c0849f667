"""The rows of every table of ``factors/`` that a catalogue owns, one file a subject."""
