//! By which part of a name an article goes on, and whom it leads to, however it is spelled.

mod support;

use support::fixture::defined;

#[test]
fn a_family_name_that_stands_first_leads_to_its_introduction() {
    defined(
        "\
%! this.txt
Ein Bericht

Das glaubt Kwak Tae-hyon, Forscher aus Busan. Laut Kwak eilt es.
           ^^^^^^^^^^^^^
                                                     |
%! other.txt
Vorgeschichte

Damals sprach Kwak Tae-hyon, Forscher in Bonn, vom Frieden.
              ^^^^^^^^^^^^^
",
    );
    defined(
        "\
%! this.txt
Ein Bericht

Das sagte Nguyen am Montag.
             |
%! other.txt
Vorgeschichte

Der Forscher Nguyen Van Thuong kam aus Hue.
             ^^^^^^^^^^^^^^^^^
",
    );
}

#[test]
fn a_name_given_at_birth_is_nobody_else() {
    defined(
        "\
%! this.txt
Ein Fest

Erst sang Urs Zgraggen. Die Wirtin Elsa Vorbach, geborene Rosa Zgraggen, lud ein. Laut Zgraggen war es schön.
          ^^^^^^^^^^^^
                                                                                         |
",
    );
}

#[test]
fn a_surname_in_capitals_leads_to_its_introduction() {
    defined(
        "\
%! this.txt
VORBACHS SIEG
    |

Ein Bericht

Das sagte Elsa Vorbach am Montag. Lange schwieg sie.
          ^^^^^^^^^^^^
",
    );
    defined(
        "\
%! this.txt
WEBER GEWINNT
    |

Das sagte Petra Weber am Montag.
          ^^^^^^^^^^^
",
    );
    // an adjective, for all that a line of capitals tells
    defined(
        "\
%! this.txt
LANGE ZEIT OHNE PLAN
  |

Das sagte Petra Lange am Montag.
",
    );
}

#[test]
fn another_spelling_leads_to_the_introduction() {
    defined(
        "\
%! this.txt
Ein Bericht

Am Montag kam Heiner Kauß in die Stadt. Laut Kauss eilt es.
              ^^^^^^^^^^^
                                               |
",
    );
    defined(
        "\
%! this.txt
Ein Bericht

Am Montag kam Wolodymyr Selenskyj in die Stadt. Laut Zelensky eilt es.
              ^^^^^^^^^^^^^^^^^^^
                                                       |
",
    );
}
