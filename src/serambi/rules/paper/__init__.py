"""A day on paper: the sheet that is printed before, the lines that are entered after."""
