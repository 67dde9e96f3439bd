"""The steps of the main job, each as somebody takes it by clicking and typing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from assessor.domain.formats import ZONE, date_and_time
from tests.browser.conftest import PATIENCE
from tests.browser.town import Person

HASH = re.compile("^[0-9a-f]{64}$")
VENDOR = "Planwerk BV (fictief)"
BUYER = "Gemeente Waterstad (fictief)"
TIME_SAVED = ("Beloofde tijdwinst", "Efficiency claim")
SAVING = ("Bruto besparing per kandidaat", "Gross saving per candidate")
FIT_FOR_USE = ("Past het bedoelde gebruik bij ons?", "Does the intended use fit ours?")


# --- setting up -------------------------------------------------------------------------------------------


def invite(administrator: Person, who: Person, role: tuple[str, str]) -> str:
    """The administrator makes an account; the personal link is copied from the page."""
    administrator.page.get_by_role("link", name=administrator.t("Mensen", "People"), exact=True).first.click()
    administrator.follow("Iemand uitnodigen", "Invite somebody")
    administrator.is_at("Iemand uitnodigen", "Invite somebody")
    administrator.write("Naam", "Name", who.name)
    administrator.write("E-mailadres", "E-mail address", who.email)
    administrator.choose(*role)
    administrator.press("Uitnodigen", "Invite")
    administrator.is_at(f"De link voor {who.name} is klaar", f"The link for {who.name} is ready")
    return administrator.personal_link()


def make_draft(officer: Person, title: str) -> None:
    officer.follow("Nieuwe beoordeling", "New assessment")
    officer.write("Titel", "Title", title)
    officer.write("Omschrijving", "Description", "Afspraken met kandidaten plannen.")
    officer.write("Organisatie die koopt", "Organisation that buys", BUYER)
    officer.choose("Openbare procedure", "Open procedure")
    officer.choose("Nederlands", "Dutch")
    officer.tick("Dit is een test", "This is a test")
    officer.press("Concept maken", "Make the draft")
    officer.sees("Het concept is gemaakt.", "The draft was made.")
    officer.is_at(title)
    expect(officer.page.locator(".test-banner")).to_be_visible()
    officer.reads(r"\d van de 10 onderdelen zijn klaar", r"\d of 10 parts are done")


def _saved(officer: Person, title: str) -> None:
    officer.press("Opslaan", "Save")
    officer.sees("De wijziging is opgeslagen.", "The change has been saved.")
    officer.is_at(title)


def set_up(officer: Person, title: str) -> None:
    """Every page about what is assessed and how."""
    officer.follow("Titel, procedure en taal", "Title, procedure and language")
    officer.write("Omschrijving", "Description", "Afspraken met kandidaten plannen, voor alle vacatures.")
    _saved(officer, title)

    officer.follow("Vragenlijst", "Questionnaire")
    officer.choose("Quickscan", "Quick scan")
    officer.untick("Verifieer de voorlopige winnaar", "Verify the presumptive winner", begins=True)
    _saved(officer, title)

    officer.follow("Hoe u het product gaat gebruiken", "How you will use the product")
    officer.sees("Vul hierboven alles in", "Fill in everything above")
    officer.choose("Informeren", "Inform", begins=True)
    officer.write("Hoeveel sollicitaties", "How many applications", officer.t("1.200", "1,200"))
    officer.tick("cv en tekst", "CV and text")
    officer.choose("een mens kan het eenvoudig overdoen", "a person can easily redo it")
    officer.press("Opslaan", "Save")
    officer.sees("Het gebruik is opgeslagen.", "The use has been saved.")
    officer.pick("Soort product", "Kind of product", officer.t("planning", "scheduling and logistics"))
    officer.press("Toon dit product", "Show this product")
    officer.reads(
        "Voor planning is het inherente risico", "For scheduling and logistics the inherent risk is"
    )
    officer.follow("Naar de takenlijst", "To the task list")

    officer.follow("Weging van de dimensies", "Weights of the dimensions")
    for label, more in (
        (("Data en privacy", "Data and privacy"), 1),
        (("Menselijk toezicht", "Human oversight"), -1),
    ):
        box = officer.box(*label)
        box.fill(str(int(box.input_value()) + more))
    _saved(officer, title)
    officer.sees("Zelf gekozen", "Own choice")

    officer.follow("Minimumscores", "Minimum scores")
    officer.pick("Vraag", "Question", f"CTX-08 {officer.t(*TIME_SAVED)}")
    officer.choose("Score 2", "Score 2")
    officer.write(
        "Waarom is deze eis in verhouding?",
        "Why is this requirement proportionate?",
        "Wij kopen dit om tijd te winnen.",
    )
    officer.press("Toevoegen", "Add")
    officer.sees("De minimumscores zijn opgeslagen.", "The minimum scores have been saved.")
    officer.follow("Naar de takenlijst", "To the task list")

    officer.follow("Van losse scores naar één score", "From separate scores to one")
    officer.choose("consensus", "consensus", begins=True)
    _saved(officer, title)


def add_people(officer: Person, people: Sequence[tuple[Person, tuple[str, str]]]) -> None:
    officer.follow("Collega's die meedoen", "Colleagues who take part")
    for who, part in people:
        officer.pick("Collega", "Colleague", f"{who.name} ({who.email})")
        officer.choose(*part)
        officer.press("Toevoegen", "Add")
        officer.sees("Uw collega doet mee.", "Your colleague takes part.")
        expect(officer.find("link", who.name)).to_be_visible()
    officer.follow("Naar de beoordeling", "To the assessment")


def invite_vendor(officer: Person, vendor: Person) -> str:
    """Copy the vendor's link from the page."""
    officer.follow("Leveranciers", "Vendors")
    officer.write("Naam van de leverancier", "Name of the vendor", VENDOR)
    officer.write("E-mailadres van de contactpersoon", "E-mail address of the contact", vendor.email)
    officer.press("Uitnodigen", "Invite")
    officer.is_at(f"De uitnodiging voor {VENDOR} is klaar", f"The invitation for {VENDOR} is ready")
    link = officer.personal_link()
    officer.follow("Terug naar de leveranciers", "Back to the vendors")
    officer.sees(VENDOR)
    officer.follow("Naar de beoordeling", "To the assessment")
    return link


def set_deadline(officer: Person, now: datetime.datetime, title: str) -> datetime.datetime:
    """Three days from now, in the afternoon of the Netherlands."""
    local = (now + datetime.timedelta(days=3)).astimezone(ZONE).replace(hour=17, minute=0)
    deadline = local.replace(second=0, microsecond=0).astimezone(datetime.UTC)
    officer.follow("Termijnen", "Dates")
    officer.write("Datum", "Date", date_and_time(deadline)[0])
    officer.write("Tijd", "Time", "17:00")
    officer.write("Wachttijd voor het openen", "Waiting time before the opening", "60")
    _saved(officer, title)
    return deadline


def publish(officer: Person) -> str:
    """Check everything, publish, and see the hash."""
    officer.sees("10 van de 10 onderdelen zijn klaar", "10 of 10 parts are done")
    officer.follow("Controleren en publiceren", "Check and publish")
    for words in (BUYER, VENDOR, "Wij kopen dit om tijd te winnen."):
        officer.sees(words)
    officer.press("Publiceren", "Publish")
    officer.sees("Gepubliceerd. De leveranciers kunnen beginnen.", "Published. The vendors can begin.")
    officer.sees("Verzegeld tot de opening", "Sealed until the opening")
    code = officer.main.locator(".code")
    expect(code).to_have_text(HASH)
    return code.inner_text()


# --- answering --------------------------------------------------------------------------------------------


def declare_scope(vendor: Person, title: str) -> None:
    vendor.follow(title)
    vendor.sees("Dit is een concept", "This is a draft")
    vendor.follow("Onderdelen en kenmerken", "Modules and properties")
    vendor.tick("planning", "scheduling and logistics")
    vendor.press("Opslaan en naar de vragen", "Save and go to the questions")
    vendor.sees("Dit zijn uw vragen.", "These are your questions.")
    vendor.follow("Wie de onderdelen maakt", "Who makes the modules")
    vendor.choose("Wij zelf", "We do ourselves")
    vendor.press("Opslaan", "Save")
    vendor.sees("Bewaard wie de onderdelen maakt.", "Saved who makes the modules.")
    vendor.reads(r"\b0 van (de )?\d+ vragen beantwoord", r"\b0 of \d+ questions answered")


def answer(vendor: Person) -> None:
    """One question with a follow-up and a file, and one that the vendor cannot answer."""
    context = ("Gebruikscontext", "Context of use")
    vendor.follow(*context)
    vendor.follow(f"CTX-08 {TIME_SAVED[0]}", f"CTX-08 {TIME_SAVED[1]}")
    vendor.is_at(*TIME_SAVED)
    saving = vendor.box(*SAVING)
    expect(saving).to_be_hidden()
    vendor.choose("Op een eigen schatting", "On an estimate of our own")
    expect(saving).to_be_visible()
    saving.fill(vendor.t("12,5", "12.5"))
    vendor.choose("E1", "E1", begins=True)
    vendor.main.get_by_label(vendor.t("Kies een bestand", "Choose a file"), exact=True).set_input_files(
        {"name": "schatting 2026.csv", "mimeType": "text/csv", "buffer": b"kandidaat;minuten\n1;12\n2;13\n"}
    )
    vendor.press("Bestand toevoegen", "Add the file")
    expect(vendor.find("link", "schatting 2026.csv")).to_be_visible()
    vendor.sees("Concept bewaard op", "Draft saved on")
    vendor.press("Opslaan en terug naar", "Save and back to", begins=True)
    vendor.is_at(*context)
    vendor.reads(r"\b1 van \d+ beantwoord", r"\b1 of \d+ answered")

    vendor.follow(f"CTX-05 {FIT_FOR_USE[0]}", f"CTX-05 {FIT_FOR_USE[1]}")
    reason = vendor.box("Wat is de reden?", "What is the reason?")
    expect(reason).to_be_hidden()
    vendor.choose("Wij weten dit niet", "We do not know this")
    expect(reason).to_be_visible()
    reason.fill("Wij hebben nog geen gemeenten als klant.")
    vendor.press("Opslaan en terug naar", "Save and back to", begins=True)
    vendor.reads(r"\b2 van \d+ beantwoord", r"\b2 of \d+ answered")
    vendor.follow("Terug naar de takenlijst", "Back to the task list")


def look_at_what_is_open(vendor: Person) -> None:
    vendor.reads(r"\b2 van (de )?\d+ vragen beantwoord", r"\b2 of \d+ questions answered")
    vendor.follow("Alles wat nog open is", "Everything still open")
    vendor.is_at("Wat nog open is", "What is still open")
    vendor.sees("PRO-01")
    vendor.sees_not("CTX-08")
    vendor.follow("Uw antwoorden nalezen", "Check your answers")
    vendor.sees("12,5", "12.5")
    vendor.sees("schatting 2026.csv")
    vendor.sees("Wij hebben nog geen gemeenten als klant.")


def sign_and_submit(vendor: Person) -> None:
    """Sign, submit, and get the receipt."""
    vendor.follow("Door naar ondertekenen", "Continue to sign")
    sign(vendor)
    vendor.press("Ondertekenen en indienen", "Sign and submit")
    vendor.is_at("Ontvangstbevestiging", "Receipt")
    vendor.sees("Versie 1 is op tijd ontvangen en telt mee.", "Version 1 was received in time and counts.")
    vendor.reads(r"[0-9a-f]{64}")


def sign(vendor: Person) -> None:
    vendor.write("Uw naam", "Your name", vendor.name)
    vendor.write("Uw functie", "Your position", "Directeur")
    vendor.choose("bestuurder of eigenaar", "director or owner", begins=True)
    vendor.tick("Ik verklaar dat ik dit namens", "I declare that I may sign", begins=True)
    vendor.tick("Ik verklaar in die hoedanigheid", "I declare in that capacity", begins=True)


def open_for_a_late_change(vendor: Person) -> Page:
    """Just in time: one window with a changed answer, and a second one with the signature filled in."""
    vendor.follow("Ondertekenen en indienen", "Sign and submit")
    sign(vendor)
    signing, vendor.page = vendor.page, vendor.page.context.new_page()
    vendor.page.goto("/")
    vendor.main.get_by_role("article").get_by_role("link").click()
    vendor.follow("Gebruikscontext", "Context of use")
    vendor.follow("CTX-08", "CTX-08", begins=True)
    vendor.write(*SAVING, "99")
    return signing


# --- opening and scoring ----------------------------------------------------------------------------------


def open_together(first: Person, second: Person) -> None:
    """Two officers at two windows."""
    first.follow("Open de inschrijvingen", "Open the responses", begins=True)
    first.press("Bevestigen als eerste inkoper", "Confirm as the first officer")
    first.sees("U hebt bevestigd", "You have confirmed")
    expect(first.main.get_by_role("button")).to_have_count(0)
    second.sign_in()
    second.follow(
        "Bevestig de opening als tweede inkoper", "Confirm the opening as the second officer", begins=True
    )
    second.sees(f"{first.name} heeft bevestigd", f"{first.name} has confirmed")
    second.press("Bevestigen en openen", "Confirm and open")
    second.is_at("Proces-verbaal van de opening", "Protocol of the opening")


def declare_no_interest(assessor: Person) -> None:
    assessor.follow("Verklaar of u een belang hebt", "Declare whether you have an interest", begins=True)
    assessor.sees(VENDOR)
    assessor.choose("Nee, ik heb geen belang", "No, I have no interest")
    assessor.press("Verklaring vastleggen", "Record the declaration")
    assessor.sees("Uw verklaring is vastgelegd.", "Your declaration has been recorded.")


def score_all(assessor: Person, anchors: dict[str, str]) -> None:
    """Go through the sheet with the button that leads to the next open question."""
    assessor.follow(VENDOR)
    assessor.reads(rf"\b0 van {len(anchors)} antwoorden gescoord", rf"\b0 of {len(anchors)} answers scored")
    assessor.follow("Verder met scoren", "Continue scoring")
    for _ in anchors:
        question = assessor.main.locator("h1 + p .code").inner_text()
        assessor.sees("Waarschuwingssignalen", "Warning signs")
        assessor.sees("Wat als bewijs telt", "What counts as evidence")
        give(assessor, anchors[question], f"Gelezen door {assessor.name}: {question}.")
        assessor.press("Opslaan en volgende", "Save and next")
        expect(assessor.main.locator("h1 + p .code", has_text=question)).to_have_count(0)
    assessor.is_at("Scores definitief maken", "Make the scores final")


def give(assessor: Person, anchor: str, reason: str) -> None:
    assessor.choose(anchor, begins=True)
    assessor.choose("E1", "E1", begins=True)
    assessor.choose("geen van beide", "neither")
    assessor.write("Reden", "Reason", reason)


def make_final(assessor: Person) -> None:
    assessor.press("Mijn scores zijn definitief", "My scores are final")
    assessor.sees("Uw scores zijn definitief.", "Your scores are final.")
    assessor.is_at("Scores naast elkaar", "Scores side by side")


def agree(assessor: Person) -> None:
    """Adopt what was the same, and settle what was not."""
    assessor.press("Deze overnemen", "Adopt these")
    assessor.reads(r"1\s+van\s+2", r"1\s+of\s+2")
    assessor.follow("CTX-08", "CTX-08", begins=True)
    give(assessor, "1", "Een schatting zonder meting: samen komen wij op 1.")
    assessor.press("Consensusscore vastleggen", "Record the agreed score")
    assessor.reads(r"2\s+van\s+2", r"2\s+of\s+2")


# --- deciding ---------------------------------------------------------------------------------------------


def get_pdf(manager: Person) -> tuple[str, bytes]:
    """Ask for the report, wait while it is made, and download it: its name and content."""
    manager.press("Maak PDF, Nederlands", "Make PDF, English")
    manager.is_at("PDF van de risicobeoordeling", "PDF of the risk assessment")
    ready = manager.find("link", "Download de PDF", "Download the PDF")
    expect(ready).to_be_visible(timeout=6 * PATIENCE)
    with manager.page.expect_download() as waiting:
        ready.click()
    manager.follow("Terug naar de beoordeling", "Back to the assessment")
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def decide(manager: Person) -> None:
    """Set the offer aside on the requirement it misses, and end the procedure, each with a reason."""
    manager.follow("Naar het besluit", "To the decision")
    manager.follow(VENDOR)
    manager.is_at(f"Besluit over {VENDOR}", f"Decision on {VENDOR}")
    manager.choose("Inschrijving terzijde leggen", "Set an offer aside")
    manager.choose("CTX-08", "CTX-08", begins=True)
    _record(manager, "De tijdwinst is niet aangetoond, en daarvoor kopen wij dit.")

    manager.follow("Over de procedure besluiten", "Decide on the procedure")
    manager.choose("Beëindigen zonder gunning", "End without award")
    _record(manager, "Er is geen andere inschrijving.")


def _record(manager: Person, reason: str) -> None:
    manager.write("Reden", "Reason", reason)
    manager.press("Besluit vastleggen", "Record the decision")
    manager.sees("Uw besluit is vastgelegd.", "Your decision is recorded.")
    manager.sees(reason)
