"""A made-up lender's book in the dialect of mappings/lender-book.en.yaml, in which everybody hears exactly one thing on one day.

Each borrower has a phone number of their own, one loan, and an instalment that fell due on `DUE_ON` and was not paid: on the day after,
one overdue notice each. So the number of messages is known beforehand, and no two of them go to one number.
"""
import csv
import os

DUE_ON = "2026-11-20"
#: A moment of the day after at which the notice's hour has come in all four zones and the law allows it: 13:00 to 10:00.
SEND_AT = "2026-11-21T18:00:00Z"
HOMES = [("US-NY", "America/New_York", "212"), ("US-CA", "America/Los_Angeles", "415"), ("US-TX", "America/Chicago", "512"),
         ("US-CO", "America/Denver", "303")]
FIRST = "Ana Ben Chloe David Ella Farid Grace Hugo Ines Jack Kemi Liam Maya Noah Olga Priya".split()
LAST = "Adams Brown Cohen Diaz Evans Fischer Garcia Hughes Ivanov Jones Khan Lopez Martin Novak".split()
HEADINGS = {
    "borrowers": ["borrower_id", "name", "mobile", "email", "language", "region", "time_zone", "birth_date", "sms_consent"],
    "loans": ["loan_id", "borrower_id", "product", "principal", "annual_rate", "disbursed_on", "rating", "status"],
    "instalments": ["loan_id", "number", "due_on", "amount_due"],
    "payments": ["payment_id", "loan_id", "paid_on", "amount"],
}


def write(folder, borrowers):
    """Writes the book's four files into `folder`; returns how many rows they have. Memory stays flat."""
    os.makedirs(folder, exist_ok=True)
    files = {name: open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") for name in HEADINGS}
    try:
        writers = {name: csv.writer(file) for name, file in files.items()}
        for name, heading in HEADINGS.items():
            writers[name].writerow(heading)
        for i in range(borrowers):
            _write_borrower(writers, i)
    finally:
        for file in files.values():
            file.close()
    return 11 * borrowers


def _write_borrower(writers, i):
    borrower, loan = f"B{i + 1:07d}", f"L{i + 1:07d}"
    region, zone, area = HOMES[i % len(HOMES)]
    # 600 exchanges that are no service codes, 10,000 lines each.
    local = i // len(HOMES)
    phone = f"+1{area}{300 + local // 10_000 % 600}{local % 10_000:04d}"
    name = f"{FIRST[i % len(FIRST)]} {LAST[i // len(FIRST) % len(LAST)]}"
    writers["borrowers"].writerow(
        [borrower, name, phone, "", "en", region, zone, f"{1960 + i % 45}-0{1 + i % 9}-1{i % 10}", "Y"])
    writers["loans"].writerow([loan, borrower, "instalment", "3000.00", "0.154", "2026-06-05", "A", "open"])
    months = ["2026-07-20", "2026-08-20", "2026-09-20", "2026-10-20", DUE_ON]
    for number, due_on in enumerate(months, 1):
        amount = f"{100 + i % 900}.{i % 100:02d}"
        writers["instalments"].writerow([loan, number, due_on, amount])
        if due_on != DUE_ON:
            writers["payments"].writerow([f"P{i + 1:07d}{number}", loan, due_on, amount])
