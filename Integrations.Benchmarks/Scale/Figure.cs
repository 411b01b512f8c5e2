namespace Integrations.Benchmarks.Scale;

/// <summary>What docs/performance.md says, and what the costs are made of. The verb ends as void where the document does not say it any more.</summary>
internal static class Figure
{
    /// <summary>All of these were taken on a machine of two processors, which carried client, hub and PostgreSQL at once.</summary>
    public const int Processors = 2;

    private const string Idle = "2026-11-27, last record of that day";
    private const string ByStatements = "2026-11-29: deliveries and accepted events";
    private const string IdleStart = "2026-11-29, on an idle machine";
    private const string Programs = "2026-11-30: programs and agents";
    private const string Claims = "2026-11-27: the dispatcher's claim";

    public static readonly Measured ListRateOnSqlite = new(1_055, Idle, "P1 requests a second at 16 connections", "1,055 ÷");
    public static readonly Measured ListRate = new(604, Idle, "P1 requests a second at 16 connections", "604 ÷");
    public static readonly Measured ListAloneOnSqlite = new(1.73, Idle, "P1 list of 20", "1.73 ÷");
    public static readonly Measured ListAlone = new(5.17, Idle, "P1 list of 20", "5.17 ÷");

    public static readonly Measured CallOnSqlite = new(56.2, IdleStart, "P6 `vendor-call`, SQLite", "56.2 ÷");
    public static readonly Measured DirectlyThen = new(52.2, IdleStart, "P6 `vendor-call`, SQLite", "÷ 52.2 ms");
    public static readonly Measured CallOnSqliteBefore = new(57.7, Idle, "P6 vendor call", "57.7 ÷");
    public static readonly Measured DirectlyOnSqliteBefore = new(52.8, Idle, "P6 vendor call", "÷ 52.8 ms");
    public static readonly Measured Call = new(60.6, Idle, "P6 vendor call", "60.6 ÷");
    public static readonly Measured Directly = new(52.7, Idle, "P6 vendor call", "÷ 52.7 ms");

    public static readonly Measured DeliveryRate = new(2_132, ByStatements, "P4 `deliveries --database postgres`, calm", "2,132 a second");
    public static readonly Measured DeliveryWork = new(360, ByStatements, "processor time of the process, without PostgreSQL's", "310 to 360 µs");
    public static readonly Measured AcceptRateOnSqlite = new(4_138, ByStatements, "P5 `accept`, SQLite", "4,138 ÷");
    public static readonly Measured AcceptRate = new(3_011, ByStatements, "P5 `accept --database postgres`", "3,011 ÷");
    public static readonly Measured FirstAttempt = new(9.3, IdleStart, "P10 `first-attempt --database postgres`", "median 9.3 ms");
    public static readonly Measured FirstAttemptP95 = new(13.6, IdleStart, "P10 `first-attempt --database postgres`", "p95 13.6 ms");

    public static readonly Measured AuditEntry = new(2.1, Programs, "an audit entry that is on disk before the call", "2.1 ms");
    public static readonly Measured PassedOn = new(56.6, Programs, "a call passed on ÷ directly", "56.6 ms ÷");
    public static readonly Measured PassedOnDirectly = new(51.1, Programs, "a call passed on ÷ directly", "÷ 51.1 ms");
    public static readonly Measured EmptyPoll = new(1.61, Claims, "a poll that finds nothing", "1.61 ms");
    public static readonly Measured DiskSync = new(0.3, Idle, "A disk sync takes", "0.2 to 0.3 ms");

    public static readonly IReadOnlyList<Measured> All =
    [
        ListRateOnSqlite, ListRate, ListAloneOnSqlite, ListAlone, CallOnSqlite, DirectlyThen, CallOnSqliteBefore, DirectlyOnSqliteBefore, Call, Directly,
        DeliveryRate, DeliveryWork, AcceptRateOnSqlite, AcceptRate, FirstAttempt, FirstAttemptP95, AuditEntry, PassedOn, PassedOnDirectly, EmptyPoll, DiskSync,
    ];
}
