"""Words by which a column shows that it is about single people, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from assessor.domain.text import Text


def _t(nl: str, en: str) -> Text:
    return Text(nl=nl, en=en)


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SURE: Mapping[Text, str] = {
    _t("namen van mensen", "names of people"): """
        voornaam voornamen achternaam tussenvoegsel voorletters initialen roepnaam volledige_naam geboortenaam
        naam_kandidaat kandidaatnaam naam_sollicitant naam_medewerker naam_beoordelaar naam_recruiter
        first_name firstname forename given_name last_name lastname surname family_name full_name fullname
        middle_name maiden_name candidate_name applicant_name employee_name reviewer_name recruiter_name person_name
    """,
    _t("e-mailadressen", "e-mail addresses"): """
        email e_mail emailadres e_mailadres mailadres email_adres email_address e_mail_address mail_address
    """,
    _t("burgerservicenummers", "citizen service numbers"): """
        bsn bsn_nummer bsnnummer burgerservicenummer sofinummer sofi_nummer citizen_service_number
        social_security_number ssn national_id national_insurance_number passport_number paspoortnummer
    """,
    _t("geboortedata", "dates of birth"): """
        geboortedatum geboortedag geb_datum gebdatum date_of_birth birth_date birthdate birthday dob
    """,
    _t("telefoonnummers", "telephone numbers"): """
        telefoonnummer telefoon_nummer telnr tel_nr mobiel_nummer mobiele_telefoon mobielnummer
        phone_number phonenumber telephone_number mobile_number mobile_phone cell_phone
    """,
    _t("adressen", "addresses"): """
        woonadres huisadres straat straatnaam huisnummer adresregel home_address street street_name street_address
        house_number address_line address_line_1
    """,
    _t("nummers van kandidaten of sollicitaties", "numbers of candidates or applications"): """
        kandidaat_id kandidaatid kandidaatnummer kandidaatnr kandidaat_nummer kandidaatcode sollicitant_id
        sollicitantnummer sollicitantnr sollicitatie_id sollicitatienummer sollicitatienr deelnemer_id deelnemernummer
        persoon_id persoonid persoonsnummer cv_id cv_nummer dossiernummer dossier_id zaaknummer zaak_id
        candidate_id candidateid candidate_number candidate_no candidate_code applicant_id applicantid
        applicant_number application_id applicationid application_number participant_id person_id personid
        resume_id case_id caseid case_number file_number
    """,
    _t("nummers van medewerkers of beoordelaars", "numbers of employees or reviewers"): """
        personeelsnummer personeelsnr personeels_nummer medewerker_id medewerkernummer medewerkernr werknemer_id
        werknemernummer beoordelaar_id beoordelaarnummer recruiter_id gebruiker_id gebruikersnaam
        employee_id employeeid employee_number employee_no staff_id staff_number payroll_number reviewer_id reviewerid
        reviewer_number assessor_id user_id userid username user_name
    """,
}  # fmt: skip
SURE: Mapping[str, Text] = {name: what for what, names in _SURE.items() for name in names.split()}
"""Names of columns that say by themselves that the cells belong to single people."""

PERSONS = _words("""
    kandidaat sollicitant deelnemer persoon medewerker werknemer sollicitatie dossier cv
    candidate applicant participant person employee application resume
""")
"""Names of columns that hold something else for every row when a row is one person."""
JUDGES = _words("beoordelaar recruiter selecteur reviewer rater interviewer assessor")

TRAITS = _words("""
    geslacht gender sekse sex leeftijd age geboortejaar birth_year year_of_birth herkomst origin afkomst ethnicity
    etniciteit race nationaliteit nationality geboorteland country_of_birth migratieachtergrond migration_background
    handicap disability postcode zip_code postal_code woonplaats
""")
"""What one person has one of; a table of counts holds these as ground and group."""
AGES = _words("leeftijd age geboortejaar birth_year year_of_birth")
OUTCOMES = _words("""
    uitkomst resultaat besluit beslissing status score afgewezen aangenomen uitgenodigd doorgegaan geschikt
    outcome result decision rejected hired invited selected passed through suitable rank rang
""")
COUNTS = _words("""
    n aantal aantallen count counts total totaal mensen kandidaten sollicitanten people candidates applicants
    share deel percentage pct aandeel rate ratio
""")
"""Words in the names of columns that say how many a row stands for."""

FIRST_NAMES = _words("""
    jan piet kees henk willem johan johannes cornelis hendrik peter pieter paul martijn marco erik eric rob robert
    hans gerrit dirk thomas tim tom daan sem lucas levi finn noah bram stijn ruben jesse lars niels jeroen bas sander
    dennis kevin rick wouter arjan frank fred ronald ron michiel michael marcel maarten joost jasper jelle koen luuk
    maria anna johanna petra ingrid monique marieke maaike sanne lisa laura emma julia sophie eva lotte anouk femke
    esther linda annemarie anneke els ellen wilma yvonne karin marjan mieke saskia sandra simone suzanne nienke loes
    noor fleur tess mila zoe sara sarah fatima khadija aisha amina meryem zeynep elif ayse emine
    mohammed mohamed ahmed ali hassan hussein omar youssef ibrahim mustafa mehmet murat kemal ravi anil rahul wei
    john james david william richard joseph charles christopher daniel matthew anthony andrew george brian edward
    mary patricia jennifer elizabeth barbara susan jessica karen nancy margaret betty kimberly emily michelle amanda
    rebecca stephanie catherine olga natasha ivan piotr katarzyna agnieszka krzysztof sofia carlos jose juan luis
""")
"""First names that are common here, by which a column of names of people is told from a column of names of things."""
