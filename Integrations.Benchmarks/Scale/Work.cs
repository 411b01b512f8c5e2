namespace Integrations.Benchmarks.Scale;

/// <summary>A kind of work, and its way through the processors.</summary>
internal sealed record Work(string Name, IReadOnlyList<Step> Steps)
{
    public static readonly Work List = new("list", [.. Around(UnitCosts.List), new(Stage.Pause, UnitCosts.ListWait), new(Stage.Answer)]);

    public static readonly Work VendorCall = new("vendor call", [.. Call(UnitCosts.VendorCall), new(Stage.Answer)]);

    public static readonly Work Accept = new("accepted event", [.. Around(UnitCosts.Accept), new(Stage.Commit), new(Stage.Answer)]);

    /// <summary>The answer is the moment at which the first attempt goes out.</summary>
    public static readonly Work Delivery = new(
        "delivery",
        [
            new(Stage.Pause, UnitCosts.DeliveryWait), new(Stage.Database, UnitCosts.Delivery.Database / 2), new(Stage.Commit), new(Stage.Web, UnitCosts.Delivery.Web), new(Stage.Answer),
            new(Stage.Database, UnitCosts.Delivery.Database / 2), new(Stage.Commit),
        ]);

    /// <summary>A claim and an outcome around what a vendor's event does.</summary>
    public static readonly Work Effect = new("effect without a call", [.. Write, .. Write, new(Stage.Answer)]);

    public static readonly Work EffectWithCall = new("effect with a call", Background());

    /// <summary>Besides a claim and an outcome it writes its cursor.</summary>
    public static readonly Work Pull = new("pull", [.. Write, .. Background()]);

    public static readonly Work Renewal = new("renewal", Background());

    /// <summary>Of a connection that was used lately: its next time is written, and the vendor is left alone.</summary>
    public static readonly Work CheckPutOff = new("check put off", [.. Write, new(Stage.Answer)]);

    public static readonly Work Check = new("check", [.. Write, .. Call(UnitCosts.VendorCall), new(Stage.Answer)]);

    public static readonly Work Poll = new("poll", [.. Around(UnitCosts.Poll), new(Stage.Answer)]);

    /// <summary>What it takes of processors, wherever.</summary>
    public Cost Cost => new(Sum(Stage.Web), Sum(Stage.Database));

    public int Commits => Steps.Count(step => step.Stage == Stage.Commit);

    private static IEnumerable<Step> Write => [.. Around(UnitCosts.Write), new(Stage.Commit)];

    private static Step[] Background() => [.. Write, .. Call(UnitCosts.VendorCall), .. Write, new(Stage.Answer)];

    private static Step[] Around(Cost cost) => [new(Stage.Web, cost.Web / 2), new(Stage.Database, cost.Database), new(Stage.Web, cost.Web / 2)];

    /// <summary>Reads before the vendor, the activity row after it.</summary>
    private static Step[] Call(Cost cost) => [.. Around(0.5 * cost), new(Stage.Vendor, UnitCosts.Vendor), .. Around(0.5 * cost), new(Stage.Commit)];

    private double Sum(Stage stage) => Steps.Where(step => step.Stage == stage).Sum(step => step.Ms);
}
