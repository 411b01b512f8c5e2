namespace Integrations.Benchmarks.Scale;

/// <summary>
/// What each kind of work costs, worked out of <see cref="Figure"/>. They are upper bounds: where a machine of two processors was busy, all of
/// them is counted as the work's, the measuring client included; where one request was timed alone, all of its time is counted as a processor's.
/// What PostgreSQL costs is what the same work took longer on it than on SQLite.
/// </summary>
internal static class UnitCosts
{
    private const double Second = 1_000;
    private const double Microseconds = 1_000;

    /// <summary>A page of 20 integrations, signed in.</summary>
    public static readonly Cost List = new(Busy(Figure.ListRateOnSqlite), Busy(Figure.ListRate) - Busy(Figure.ListRateOnSqlite));

    /// <summary>One request alone takes longer than its processors' time: waking up, and statements that wait for each other.</summary>
    public static readonly double ListWait = Figure.ListAlone.Value - List.Web - List.Database;

    /// <summary>Opening a connection, the pipeline and the activity row; without the vendor's own time.</summary>
    public static readonly Cost VendorCall = new(
        Figure.CallOnSqlite.Value - Figure.DirectlyThen.Value,
        Figure.Call.Value - Figure.Directly.Value - (Figure.CallOnSqliteBefore.Value - Figure.DirectlyOnSqliteBefore.Value));

    /// <summary>A vendor that answers after 50 ms, as the measuring client saw it directly.</summary>
    public static readonly double Vendor = Figure.Directly.Value;

    /// <summary>Fan-out, claim, signature, request and outcome of one delivery; the receiver's share is in it.</summary>
    public static readonly Cost Delivery = new(Figure.DeliveryWork.Value / Microseconds, Busy(Figure.DeliveryRate) - (Figure.DeliveryWork.Value / Microseconds));

    /// <summary>From an event's commit to its attempt an idle hub waits: for the wake, and for statements one after the other.</summary>
    public static readonly double DeliveryWait = Figure.FirstAttempt.Value - Delivery.Web - (Delivery.Database / 2) - Figure.DiskSync.Value;

    /// <summary>A vendor's event verified and on disk.</summary>
    public static readonly Cost Accept = new(Busy(Figure.AcceptRateOnSqlite), Busy(Figure.AcceptRate) - Busy(Figure.AcceptRateOnSqlite));

    /// <summary>
    /// NOT MEASURED by itself: a claim, or an outcome, of a leased row. An audit entry on disk is the dearer neighbour that was; PostgreSQL is taken to add
    /// the same share as at a vendor call.
    /// </summary>
    public static readonly Cost Write = OnPostgres(Figure.AuditEntry.Value);

    /// <summary>A round of a loop that finds nothing; PostgreSQL's share as above.</summary>
    public static readonly Cost Poll = OnPostgres(Figure.EmptyPoll.Value);

    /// <summary>The upper end of what was measured; a disk of a network takes several times as long.</summary>
    public static readonly double DiskSync = Figure.DiskSync.Value;

    private static double Busy(Measured perSecond) => Figure.Processors * Second / perSecond.Value;

    private static Cost OnPostgres(double web) => new(web, web * VendorCall.Database / VendorCall.Web);
}
