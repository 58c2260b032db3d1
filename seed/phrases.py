"""Words of which the initiatives made in bulk are composed."""

WAYS = (
    "Vocational training", "Legal advice", "Return and reintegration assistance", "Fair recruitment",
    "Support to victims of trafficking", "Registration and documentation", "Diaspora investment",
    "Study grants and exchanges", "Border management training", "Information and advice centres",
    "Reduced costs of remittances", "Access to schools and clinics",
)  # fmt: skip
PURPOSES = (
    "for young job seekers", "for returning migrants", "for refugees and host communities", "for women who migrate",
    "for unaccompanied children", "for labour migrants before departure", "for border and police officials",
    "for municipalities on migration routes",
)  # fmt: skip
PLACES = (
    "in border districts", "in the capital and its surroundings", "in coastal regions", "along the main routes",
    "in rural areas", "in six pilot municipalities", "nationwide", "in two neighbouring countries",
)  # fmt: skip
POLICIES = (
    "National strategy on {}", "Action plan on {}", "Law on {}", "Regulation on {}", "Bilateral agreement on {}",
)  # fmt: skip
SUBJECTS = (
    "labour migration", "asylum and refugees", "trafficking in persons", "the smuggling of migrants",
    "the diaspora", "return and reintegration", "statelessness", "free movement of persons", "student mobility",
)  # fmt: skip
SUMMARY = (
    "{title}. The initiative is carried out with the ministries in charge, local authorities and civil society. "
    "It combines services to people with training of the staff who provide them, and leaves procedures that the "
    "administration keeps after its end. Figures are collected every half year and discussed with the partners, "
    "who adapt the work to what they show. (Made for measuring; not a real initiative.)"
)
