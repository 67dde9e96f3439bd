"""The events of the log in words. A verb is a code; what it is called on the page stands here."""

from __future__ import annotations

from assessor.domain.text import Text

EVENTS: dict[str, Text] = {
    # the house
    "clock_went_back": Text(nl="klok van de server teruggezet", en="clock of the server set back"),
    "person_invited": Text(nl="persoon uitgenodigd", en="person invited"),
    "link_renewed": Text(nl="nieuwe persoonlijke link gemaakt", en="new personal link made"),
    "link_by_command": Text(
        nl="persoonlijke link gemaakt op de server", en="personal link made on the server"
    ),
    "invitation_accepted": Text(nl="uitnodiging aangenomen", en="invitation accepted"),
    "role_changed": Text(nl="rol gewijzigd", en="role changed"),
    "person_deactivated": Text(nl="toegang beëindigd", en="access ended"),
    "person_activated": Text(nl="toegang hersteld", en="access restored"),
    "mail_sent_again": Text(nl="mail opnieuw verstuurd", en="mail sent again"),
    "tender_deleted": Text(nl="procedure verwijderd", en="procedure deleted"),
    # setting up
    "tender_created": Text(nl="concept gemaakt", en="draft made"),
    "tender_edited": Text(nl="concept gewijzigd", en="draft changed"),
    "facts_set": Text(nl="gebruik vastgelegd voor één aanbod", en="use recorded for one offer"),
    "person_set": Text(nl="rol in deze procedure gegeven", en="role in this procedure given"),
    "officer_added_late": Text(
        nl="inkoper toegevoegd na de publicatie", en="officer added after publication"
    ),
    "person_removed": Text(nl="uit deze procedure gehaald", en="taken out of this procedure"),
    "vendor_invited": Text(nl="leverancier uitgenodigd", en="vendor invited"),
    "vendor_invited_again": Text(nl="leverancier opnieuw uitgenodigd", en="vendor invited again"),
    "invitation_taken_back": Text(nl="uitnodiging ingetrokken", en="invitation taken back"),
    "tender_published": Text(nl="gepubliceerd", en="published"),
    "deadline_extended": Text(nl="termijn verlengd", en="deadline extended"),
    "tender_cancelled": Text(nl="gestopt", en="cancelled"),
    # responding
    "colleague_invited": Text(nl="collega uitgenodigd", en="colleague invited"),
    "colleague_removed": Text(nl="toegang van collega beëindigd", en="colleague’s access ended"),
    "administrator_handed_over": Text(nl="beheer overgedragen", en="administration handed over"),
    "section_handed_out": Text(nl="hoofdstuk toegewezen", en="section handed out"),
    "section_taken_back": Text(nl="toewijzing van hoofdstuk opgeheven", en="section taken back"),
    "providers_declared": Text(nl="makers van onderdelen opgegeven", en="makers of modules declared"),
    "scope_declared": Text(nl="onderdelen en kenmerken opgegeven", en="modules and marks declared"),
    "answers_saved": Text(nl="antwoorden bewaard", en="answers saved"),
    "file_added": Text(nl="bestand toegevoegd", en="file added"),
    "file_removed": Text(nl="bestand verwijderd", en="file removed"),
    "submitted": Text(nl="ingediend", en="submitted"),
    "withdrawn": Text(nl="ingetrokken", en="withdrawn"),
    # questions to all
    "question_asked": Text(nl="vraag voor de nota van inlichtingen gesteld", en="question to all asked"),
    "nota_item_saved": Text(
        nl="concept voor de nota van inlichtingen bewaard", en="draft for the nota van inlichtingen saved"
    ),
    "nota_item_removed": Text(
        nl="concept voor de nota van inlichtingen weggehaald",
        en="draft for the nota van inlichtingen removed",
    ),
    "question_rejected": Text(
        nl="vraag niet beantwoord; de reden is alleen aan de vraagsteller verteld",
        en="question not answered; the reason was told only to the one who asked",
    ),
    "nota_published": Text(nl="nota van inlichtingen gepubliceerd", en="nota van inlichtingen published"),
    # the opening
    "tender_closed": Text(nl="gesloten", en="closed"),
    "reading_sealed_refused": Text(
        nl="poging om verzegelde inhoud te lezen geweigerd", en="attempt to read sealed content refused"
    ),
    "opening_refused": Text(
        nl="opening geweigerd: rechten als inkoper te kort geleden gegeven",
        en="opening refused: officer rights given too recently",
    ),
    "opening_confirmed_first": Text(
        nl="opening bevestigd door de eerste inkoper", en="opening confirmed by the first officer"
    ),
    "opening_confirmed_second": Text(
        nl="opening bevestigd door de tweede inkoper", en="opening confirmed by the second officer"
    ),
    "responses_opened": Text(nl="inschrijvingen geopend", en="responses opened"),
    "response_opened": Text(nl="inschrijving geopend", en="response opened"),
    "opening_failed": Text(nl="inschrijving kon niet worden geopend", en="response could not be opened"),
    # scoring
    "no_interests_declared": Text(nl="verklaard geen belang te hebben", en="declared to have no interest"),
    "assessor_recused": Text(nl="beoordelaar heeft zich verschoond", en="assessor withdrew"),
    "assessor_taken_off": Text(
        nl="beoordelaar teruggetrokken door een inkoper", en="assessor withdrawn by an officer"
    ),
    "assessor_added_late": Text(
        nl="beoordelaar toegevoegd na de opening", en="assessor added after the opening"
    ),
    "sections_assigned": Text(nl="onderdelen aan beoordelaar toegewezen", en="sections assigned to assessor"),
    "score_recorded": Text(nl="eigen score vastgelegd", en="own score recorded"),
    "scores_final": Text(nl="eigen scores definitief gemaakt", en="own scores made final"),
    "score_agreed": Text(nl="consensusscore vastgelegd", en="agreed score recorded"),
    "gate_proposed": Text(nl="oordeel over minimumeis voorgesteld", en="judgement on requirement proposed"),
    "gate_decided": Text(nl="oordeel over minimumeis bevestigd", en="judgement on requirement confirmed"),
    "gate_declined": Text(nl="voorstel over minimumeis afgewezen", en="proposal on requirement declined"),
    "finding_found": Text(nl="verschil gevonden bij het narekenen", en="difference found in recomputing"),
    "finding_added": Text(nl="bevinding toegevoegd", en="finding added"),
    "finding_set_aside": Text(nl="bevinding terzijde gelegd", en="finding set aside"),
    "finding_put": Text(nl="bevinding voorgelegd aan de leverancier", en="finding put to the vendor"),
    "finding_replied": Text(nl="op bevinding gereageerd", en="replied to a finding"),
    "finding_judged": Text(
        nl="eigen oordeel over bevinding vastgelegd", en="own judgement on finding recorded"
    ),
    "scoring_finished": Text(
        nl="scores overgedragen aan de opdrachtgever", en="scores handed to the manager"
    ),
    # the own organisation
    "readiness_planned": Text(nl="eigen taak bijgewerkt", en="own task updated"),
    # contract conditions
    "condition_switched_off": Text(nl="voorwaarde uitgezet", en="condition switched off"),
    "condition_switched_on": Text(nl="voorwaarde weer aangezet", en="condition switched on again"),
    "condition_filled_in": Text(
        nl="naam of datum ingevuld in voorwaarde", en="name or date filled in a condition"
    ),
    "condition_rewritten": Text(nl="tekst van voorwaarde gewijzigd", en="text of condition changed"),
    "condition_restored": Text(nl="gepubliceerde tekst teruggezet", en="published text put back"),
    "condition_added": Text(nl="voorwaarde toegevoegd", en="condition added"),
    "condition_to_discuss": Text(
        nl="voorwaarde genoteerd om buiten deze procedure te bespreken",
        en="condition noted to be discussed outside this procedure",
    ),
    "condition_removed": Text(nl="toegevoegde voorwaarde weggehaald", en="added condition taken out"),
    # in use
    "measurement_added": Text(
        nl="tabel van een latere meting geleverd", en="table of a later measurement delivered"
    ),
    "measurement_removed": Text(
        nl="tabel van een latere meting weggehaald", en="table of a later measurement taken out"
    ),
    # verifying the presumptive winner
    "verification_started": Text(
        nl="verificatie van de voorlopige winnaar gestart",
        en="verification of the presumptive winner started",
    ),
    "answers_carried": Text(
        nl="antwoorden uit de inschrijving overgenomen", en="answers taken over from the offer"
    ),
    # deciding
    "decided": Text(nl="besluit genomen", en="decision taken"),
}


OF_THE_COMPANY = frozenset(
    {
        "colleague_invited", "colleague_removed", "administrator_handed_over",
        "section_handed_out", "section_taken_back",
        "providers_declared", "scope_declared", "answers_saved", "file_added", "file_removed",
    }
)  # fmt: skip
"""Who did what inside a vendor's company. It is shown to the company alone, after the opening too."""


def words_for(verb: str) -> Text:
    """A verb in words; a verb without words shows as its code rather than not at all."""
    return EVENTS.get(verb) or Text(nl=verb.replace("_", " "), en=verb.replace("_", " "))
