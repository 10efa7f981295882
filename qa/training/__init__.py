"""Trains the reader: SQuAD and Natural Questions to the weights in qa/reader_model. Not imported when answering."""
