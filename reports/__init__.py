"""How data goes out: the reports and the workbook of initiatives. A new report is one module and one name here."""

from reports import by_country, by_domain, by_partner, by_year
from reports.kit.declared import Report, registry

REPORTS: dict[str, Report] = registry(by_domain.REPORT, by_partner.REPORT, by_country.REPORT, by_year.REPORT)
