"""Real quotes and invented ones."""

from __future__ import annotations

from simulator.judge.quote import INVENTIONS, cut_quote, invent_quote, normalise


class TestCutQuote:
    def test_leaves_a_short_text(self) -> None:
        assert cut_quote("Runs two warehouses.", (2, 2)) == "Runs two warehouses."

    def test_cuts_a_long_text_at_whole_words_around_what_was_met(self) -> None:
        text = "word " * 100 + "they recount stock every Friday " + "tail " * 100
        quote = cut_quote(text, (101, 101))
        assert quote in text
        assert "they recount stock" in quote
        assert len(quote) <= 160
        assert set(quote.split()) <= set(text.split())

    def test_of_a_long_sentence_it_takes_the_clause(self) -> None:
        text = (
            "They told us over lunch that all is well in general, orders shipped from the wrong site about once a day, "
            "and that the canteen is good."
        )
        assert cut_quote(text, (15, 15)) == "orders shipped from the wrong site about once a day"

    def test_a_short_clause_takes_its_neighbour_along(self) -> None:
        text = "Two plants, a third opens in May, " + "and so on " * 12
        assert cut_quote(text, (0, 1)) == "Two plants, a third opens in May"

    def test_leaves_out_the_dash_of_a_list(self) -> None:
        assert cut_quote("- three sites", (0, 1)) == "three sites"
        assert cut_quote("- sites", (0, 0)) == "- sites"

    def test_keeps_a_text_that_has_no_two_words_to_cut_at(self) -> None:
        assert cut_quote("x" * 300, (0, 0)) == "x" * 300


class TestInventQuote:
    def test_is_in_no_field_and_depends_on_the_choice_alone(self) -> None:
        lead = {"notes": "We have nothing."}
        assert invent_quote(lead, 3) == invent_quote(lead, 3)
        assert len({invent_quote(lead, choice) for choice in range(50)}) == len(INVENTIONS)

    def test_passes_over_what_the_lead_happens_to_say(self) -> None:
        lead = {"notes": INVENTIONS[0].upper().replace(" ", "  ")}
        assert invent_quote(lead, 0) == INVENTIONS[1]

    def test_finds_words_even_for_a_lead_that_says_them_all(self) -> None:
        lead = {"notes": ". ".join(INVENTIONS)}
        assert normalise(invent_quote(lead, 5)) not in normalise(lead["notes"])
