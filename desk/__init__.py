"""The web desk: the exception queue, and one document beside its image, made for the keyboard."""
