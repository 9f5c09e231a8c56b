"""The Pipeline tab as a member reads it."""

from datetime import date

from outreach.domain.case import Case
from outreach.domain.next_step import Action, NextStep, Owner
from outreach.domain.pipeline import Progress
from outreach.domain.snapshot import Grid, Snapshot
from outreach.domain.stage import Evidence, Proof, Stage
from outreach.rendering.pipeline_tab import pipeline
from tests.factories import a_candidate
from tests.paper import phrases

SEEN = Snapshot({"Survey": Grid("Survey", ())}, {"Survey": "https://sheet.example/#{cell}"})


def test_each_candidate_with_stage_proof_and_next_step_in_both_languages() -> None:
    attending = Progress(
        Stage.ATTENDING, date(2016, 6, 27), Evidence(Proof.ATTENDANCE, "dns"), attended=frozenset({"dns"})
    )
    contacted = Progress(Stage.CONTACTED, date(2016, 6, 1), Evidence(Proof.MESSAGE, "k" * 26))
    gone = Progress(Stage.CERTIFIED, date(2016, 6, 1), Evidence(Proof.LINK, "https://wiki.example/214"))
    step = NextStep(Owner.LIAISON, "Luz Ferrer", Action.INVITE_TO_CALLS, date(2016, 8, 11), date(2016, 8, 11))
    ours = NextStep(Owner.LEADERSHIP, "", Action.AWAIT_ANSWER, date(2016, 6, 22), date(2016, 7, 6))

    rows = pipeline(
        [
            Case(a_candidate(5), attending, step, date(2018, 5, 3)),
            Case(a_candidate(6), contacted, ours, date(2016, 6, 30), expired=True),
            Case(a_candidate(7), gone, None),
        ],
        phrases(),
        SEEN,
        calls=3,
    ).rows

    assert rows == (
        (
            *("Where / Dónde", "Candidate / Candidato", "Country / País", "Kind / Tipo", "Named by / Propuesto por"),
            *("Stage / Etapa", "In it since / Desde", "What proves it / Qué lo prueba"),
            *("What is to be done / Qué hay que hacer", "Whose it is / A quién le toca", "By / Hasta"),
            *("Next reminder / Próximo recordatorio", "Address used until / La dirección se usa hasta"),
        ),
        (
            *("https://sheet.example/#A5", "Red Chapina de Internautas", "GT", "Organisation / Organización"),
            *("Luz Ferrer", "Came to 1 of 3 calls / Asistió a 1 de 3 llamadas", "2016-06-27"),
            *("call: dns / llamada: dns", rows[1][8], "Luz Ferrer", "2016-08-11", "2016-08-11", "2018-05-03"),
        ),
        (
            *("https://sheet.example/#A6", "Red Chapina de Internautas", "GT", "Organisation / Organización"),
            *("Luz Ferrer", "Contacted / Contactado", "2016-06-01", "message kkkkkkkkkkkk / mensaje kkkkkkkkkkkk"),
            *(rows[2][8], "Leadership / El liderazgo", "2016-06-22", "2016-07-06", rows[2][12]),
        ),
        (
            *("https://sheet.example/#A7", "Red Chapina de Internautas", "GT", "Organisation / Organización"),
            *("Luz Ferrer", "Certified / Certificada", "2016-06-01", "https://wiki.example/214", "", "", "", "", ""),
        ),
    )
    assert str(rows[2][12]).startswith("2016-06-30: past, nothing is written there.")
    assert str(rows[1][8]).startswith("Invite them to the next call / ")
