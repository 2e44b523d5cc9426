// java.time: dates, times, zones, periods, formatting, parsing, arithmetic.
import java.time.*;
import java.time.chrono.*;
import java.time.format.*;
import java.time.temporal.*;
import java.util.Locale;

public class Time {
    public static void main(String[] args) {
        LocalDate d = LocalDate.of(2024, 1, 31);
        System.out.println(d.plusMonths(1) + " " + d.minusYears(1).isLeapYear() + " " + d.getDayOfWeek() + " " + d.with(TemporalAdjusters.firstInMonth(DayOfWeek.MONDAY)) + " "
            + d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) + " " + ChronoUnit.DAYS.between(d, LocalDate.of(2025, 3, 1)) + " " + Period.between(d, LocalDate.of(2025, 3, 1)) + " " + d.toEpochDay());
        LocalTime t = LocalTime.parse("23:59:59.123456789");
        System.out.println(t.plusSeconds(1) + " " + t.truncatedTo(ChronoUnit.MINUTES) + " " + t.toSecondOfDay() + " " + Duration.ofSeconds(3661, 5).plusHours(30) + " " + Duration.parse("PT-1.5S").toMillis());
        ZonedDateTime z = ZonedDateTime.of(2024, 3, 31, 1, 30, 0, 0, ZoneId.of("Europe/Berlin"));
        System.out.println(z + " " + z.plusHours(1) + " " + z.withZoneSameInstant(ZoneId.of("America/New_York")) + " " + z.toInstant() + " " + z.getOffset());
        ZonedDateTime gap = ZonedDateTime.of(2024, 3, 31, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"));
        ZonedDateTime overlap = ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"));
        System.out.println(gap + " " + overlap + " " + overlap.withLaterOffsetAtOverlap() + " " + ZoneId.of("Asia/Kolkata").getRules().getOffset(Instant.EPOCH));
        System.out.println(Instant.ofEpochSecond(1_700_000_000L, 5) + " " + Instant.parse("2024-02-29T12:00:00Z").getEpochSecond() + " " + OffsetDateTime.parse("2024-01-01T00:00+05:30").toEpochSecond());
        DateTimeFormatter f = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu HH:mm[:ss] z", Locale.ENGLISH);
        System.out.println(f.format(z) + " " + DateTimeFormatter.ISO_WEEK_DATE.format(d) + " " + DateTimeFormatter.RFC_1123_DATE_TIME.format(z) + " " + DateTimeFormatter.BASIC_ISO_DATE.format(d));
        System.out.println(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(Locale.GERMANY).format(d) + " " + DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(Locale.US).format(LocalDateTime.of(d, t)));
        System.out.println(LocalDate.parse("29 Feb 2024", DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH)) + " " + YearMonth.of(2023, 2).lengthOfMonth() + " " + Year.of(1900).isLeap() + " " + MonthDay.of(2, 29).atYear(2023));
        for (Runnable r : new Runnable[] {() -> LocalDate.of(2023, 2, 29), () -> LocalDate.parse("2023-13-01"), () -> ZoneId.of("Nowhere/City"), () -> LocalTime.of(25, 0), () -> d.get(ChronoField.HOUR_OF_DAY),
            () -> Instant.MAX.plusSeconds(1), () -> Duration.ofDays(Long.MAX_VALUE)}) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        System.out.println(JapaneseDate.from(d) + " " + HijrahDate.from(d) + " " + ThaiBuddhistDate.from(d) + " " + MinguoDate.from(d));
        Clock fixed = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        System.out.println(LocalDateTime.now(fixed) + " " + Clock.offset(fixed, Duration.ofDays(1)).instant() + " " + fixed);
        System.out.println(Month.FEBRUARY.plus(11) + " " + DayOfWeek.of(7).getDisplayName(TextStyle.SHORT, Locale.FRENCH) + " " + Period.parse("P1Y2M3D").toTotalMonths() + " " + ChronoUnit.MONTHS.between(d, d.plusDays(400)));
        System.out.println(d.datesUntil(d.plusDays(5)).map(LocalDate::getDayOfMonth).toList() + " " + ZoneOffset.ofHoursMinutes(-3, -30) + " " + WeekFields.of(Locale.US).getFirstDayOfWeek());
        long before = System.currentTimeMillis();
        System.out.println(Math.abs(Instant.now().toEpochMilli() - before) < 10_000);
    }
}
