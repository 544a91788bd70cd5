"""A clinic's list with made-up patients, some of them with faults, for whoever tries the demo."""

from datetime import timedelta

from django.utils import timezone


def example() -> str:
    """The list as text; its appointments are in two weeks."""
    day = f"{timezone.localdate() + timedelta(days=14):%d/%m/%Y}"
    began = f"{timezone.localdate() - timedelta(days=3):%d/%m/%Y}"
    return "\n".join(
        (
            "Name;Date of birth;NHS number;Appointment date;Appointment time;Leaflet;Symptoms began;E-mail",
            f"Ifor Vaughan-Test;03/11/1949;999 000 0018;{day};09:30;IPG651;{began};ifor@patient.example",
            f"Joanna Malik-Test;1971-06-20;9990000026;{day};10:00;IPG651;;",
            f"Keiran O’Dowd-Test;12-Feb-1966;9990000034;{day};10:30;IPG651;{began};",
            f"Lottie Brandt-Test;30/02/1980;9990000042;{day};11:00;IPG651;;lottie@patient",
            f"Mo Farrant-Test;08/08/1955;9990000051;{day};11:30;IPG999;;",
        )
    )
