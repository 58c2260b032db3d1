"""The form that chooses a file of exchange rates."""

from app.domain.rates_file import MOST_BYTES
from forms.csv_upload import CsvFileForm


class RatesFileForm(CsvFileForm):
    most_bytes = MOST_BYTES
