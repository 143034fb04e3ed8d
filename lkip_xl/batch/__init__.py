"""Many workbooks: one at a time within limits (`one`), by many workers (`workers`), kept between runs (`store`)."""
