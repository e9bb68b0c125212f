"""What restoration ships, made: tables bent, texts counted, trees taught (`cleaner lexicon`)."""
