"""A clock that runs on working days only: weekend, holidays and time zone are values.

It runs all day long on every day that is neither of a party's weekend nor one of its holidays,
and stands still on the others; its days begin at midnight of that party's zone. Nothing here
walks from day to day, since claimed times may lie millennia apart.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_LAST = date.max.toordinal()
_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """The working days of one party; ``weekend`` numbers Monday 0, as CLDR and ``date`` do."""

    weekend: frozenset[int]
    holidays: frozenset[date]
    zone: tzinfo

    def __post_init__(self) -> None:
        """Hold the week to at least one day of work."""
        if self.weekend >= frozenset(range(7)):
            raise ValueError("a week without a working day")

    def works(self, day: date) -> bool:
        """Whether the clock runs on a day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How long the clock runs between two instants; nothing where the end comes first."""
        return max(self._run_until(end) - self._run_until(start), timedelta())

    def later(self, start: datetime, span: timedelta) -> datetime:
        """When the clock has run for so long; the end of the calendar where it lies beyond."""
        if span <= timedelta():
            return start
        wanted = self._run_until(start) + min(span, _LAST * _DAY)
        days = range(self._local(start).toordinal(), _LAST)
        # The first day by whose end the clock has run for long enough.
        place = bisect_left(days, wanted, key=lambda day: self._days_before(day + 1) * _DAY)
        if place == len(days):
            return _END
        midnight = datetime.combine(date.fromordinal(days[place]), time.min)
        local = midnight + (wanted - self._days_before(days[place]) * _DAY)
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _run_until(self, instant: datetime) -> timedelta:
        """How long the clock has run since the first day of the calendar."""
        local = self._local(instant)
        midnight = datetime.combine(local.date(), time.min)
        today = local - midnight if self.works(local.date()) else timedelta()
        return self._days_before(local.toordinal()) * _DAY + today

    def _days_before(self, ordinal: int) -> int:
        """How many working days lie before the day of this number; day 1 was a Monday."""
        weeks, rest = divmod(ordinal - 1, 7)
        working = weeks * (7 - len(self.weekend))
        working += sum(weekday not in self.weekend for weekday in range(rest))
        free = (day for day in self.holidays if day.weekday() not in self.weekend)
        return working - sum(day.toordinal() < ordinal for day in free)

    def _local(self, instant: datetime) -> datetime:
        """The instant on the wall of the zone; at the ends of the calendar as it is."""
        try:
            return instant.astimezone(self.zone).replace(tzinfo=None)
        except OverflowError:
            return instant.replace(tzinfo=None)
