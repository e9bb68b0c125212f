"""Training and judging the line model from labelled documents; needs the `train` extra."""
