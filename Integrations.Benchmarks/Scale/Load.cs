namespace Integrations.Benchmarks.Scale;

/// <summary>
/// How much there is to do in the busiest hour. One time is the size that was set as the goal for one database: 10,000 organizations, 100,000 people
/// and 1,000,000 connections. How busy they are is ASSUMED, and is the first thing to put one's own numbers into.
/// </summary>
/// <param name="times">1, 10, 100.</param>
internal sealed class Load(int times)
{
    private const double SecondsOfHour = 3_600;
    private const double HoursOfDay = 24;

    /// <summary>Of a day's work that falls into its busiest hour.</summary>
    private const double BusiestHour = 0.125;

    private const double ListsOfPersonADay = 60;
    private const double CallsOfConnectionADay = 10;
    private const double VendorsEventsOfConnectionADay = 10;
    private const double EventsOfConnectionADay = 5;
    private const double EndpointsOfEvent = 2;

    /// <summary>Connections whose things are linked, which is what pulls go after, and what a vendor's event reads again.</summary>
    private const double Linked = 0.2;

    private const double Renewable = 0.6;

    /// <summary>Connections that were used within the hour before their check is due, so that it asks the vendor nothing.</summary>
    private const double UsedLately = 0.5;

    /// <summary>As docs/operations.md says: every quarter of an hour; hourly; and tokens that live an hour.</summary>
    private const double PullsAnHour = 4;

    private const double ChecksAnHour = 1;
    private const double RenewalsAnHour = 1;

    /// <summary>Rounds of all loops of a node together, by the periods in docs/operations.md: the dispatcher's each second, the others' every 5 to 120.</summary>
    private const double PollsOfNode = 1.5;

    public int Times => times;

    public int Organizations => 10_000 * times;

    public int People => 100_000 * times;

    public int Connections => 1_000_000 * times;

    /// <summary>Everything but polls, which come with nodes.</summary>
    public IReadOnlyList<Arrivals> Work => [.. Asked, .. ByItself];

    /// <summary>What people, programs and vendors begin, and what follows from it.</summary>
    public IReadOnlyList<Arrivals> Asked =>
    [
        new(Scale.Work.List, InBusiestHour(People * ListsOfPersonADay)),
        new(Scale.Work.VendorCall, InBusiestHour(Connections * CallsOfConnectionADay)),
        new(Scale.Work.Accept, InBusiestHour(Connections * VendorsEventsOfConnectionADay)),
        new(Scale.Work.Effect, InBusiestHour(Connections * VendorsEventsOfConnectionADay * (1 - Linked))),
        new(Scale.Work.EffectWithCall, InBusiestHour(Connections * VendorsEventsOfConnectionADay * Linked)),
        new(Scale.Work.Delivery, InBusiestHour(Connections * EventsOfConnectionADay * EndpointsOfEvent)),
    ];

    /// <summary>What the hub does for each connection whether it is used or not.</summary>
    public IReadOnlyList<Arrivals> ByItself =>
    [
        new(Scale.Work.Pull, Hourly(Connections * Linked * PullsAnHour)),
        new(Scale.Work.CheckPutOff, Hourly(Connections * ChecksAnHour * UsedLately)),
        new(Scale.Work.Check, Hourly(Connections * ChecksAnHour * (1 - UsedLately))),
        new(Scale.Work.Renewal, Hourly(Connections * Renewable * RenewalsAnHour)),
    ];

    /// <summary>The part of the latter in the processors' time.</summary>
    public double ByItselfShare => Processors(ByItself) / Processors(Work);

    /// <summary>Rows that a day adds to each of the tables that grow fastest.</summary>
    public IReadOnlyList<(string Table, double Rows)> RowsADay =>
    [
        ("Activities", (Connections * (CallsOfConnectionADay + VendorsEventsOfConnectionADay)) + PullsADay),
        ("OutboxEvents", (Connections * EventsOfConnectionADay) + PullsADay),
        ("WebhookDeliveries, -Attempts each", Connections * EventsOfConnectionADay * EndpointsOfEvent),
        ("InboundEvents", Connections * VendorsEventsOfConnectionADay),
    ];

    private double PullsADay => Connections * Linked * PullsAnHour * HoursOfDay;

    public static Arrivals Polls(int nodes) => new(Scale.Work.Poll, nodes * PollsOfNode);

    private static double Processors(IEnumerable<Arrivals> load) => load.Sum(arrivals => arrivals.PerSecond * (arrivals.Work.Cost.Web + arrivals.Work.Cost.Database));

    private static double InBusiestHour(double ofADay) => ofADay * BusiestHour / SecondsOfHour;

    private static double Hourly(double anHour) => anHour / SecondsOfHour;
}
