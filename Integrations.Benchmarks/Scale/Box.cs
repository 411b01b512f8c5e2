namespace Integrations.Benchmarks.Scale;

/// <summary>
/// The model of the machine that was measured, under each benchmark's own load, beside what came out there. Figures that costs were worked out of have to come back;
/// the others say how far the model is from what it was not made of.
/// </summary>
internal static class Box
{
    private const double Long = 60_000;
    private const double MostOff = 0.1;

    private static readonly Cluster Machine = new(Databases: 1, NodesOfDatabase: 1, Figure.Processors, Figure.Processors) { IsOneMachine = true };

    /// <returns>Whether the figures that went in come out.</returns>
    public static bool Print(int seed)
    {
        Console.WriteLine();
        Console.WriteLine("The measured machine in the model: two processors for client, hub and database");
        Console.WriteLine($"  {"",-58} {"model",10} {"measured",10} {"unit",6} {"ratio",8}  taken");
        var (list, alone) = (Run(Work.List, 16, seed), Run(Work.List, 1, seed));
        var delivery = Run(Work.Delivery, 256, seed);
        var first = Run(Work.Delivery, 1, seed).Answered(Work.Delivery);
        var isKept = new[]
        {
            Line("list, 16 at a time (P1)", list.PerSecond(Work.List), Figure.ListRate.Value, "/s", Figure.ListRate),
            Line("list, one at a time, mean (P1)", alone.Answered(Work.List).Mean, Figure.ListAlone.Value, "ms", Figure.ListAlone),
            Line("vendor call, one at a time, mean (P6)", Run(Work.VendorCall, 1, seed).Answered(Work.VendorCall).Mean, Figure.Call.Value, "ms", Figure.Call),
            Line("deliveries, 256 at a time (P4)", delivery.PerSecond(Work.Delivery), Figure.DeliveryRate.Value, "/s", Figure.DeliveryRate),
            Line("first attempt of an event, median (P10)", first.At(50), Figure.FirstAttempt.Value, "ms", Figure.FirstAttempt),
            Line("accepted events, 32 clients (P5)", Run(Work.Accept, 32, seed).PerSecond(Work.Accept), Figure.AcceptRate.Value, "/s", Figure.AcceptRate),
        }.All(ratio => Math.Abs(ratio - 1) <= MostOff);
        Console.WriteLine("  not used for any cost:");
        Line("first attempt of an event, p95 (P10)", first.At(95), Figure.FirstAttemptP95.Value, "ms", Figure.FirstAttemptP95);
        Line("list on SQLite, one at a time: the hub's share (P1)", UnitCosts.List.Web, Figure.ListAloneOnSqlite.Value, "ms", Figure.ListAloneOnSqlite);
        Line("what a program's call adds on SQLite: the hub's share", UnitCosts.VendorCall.Web, Figure.PassedOn.Value - Figure.PassedOnDirectly.Value, "ms", Figure.PassedOn);
        return isKept;
    }

    private static Simulation Run(Work work, int clients, int seed) => new Simulation(Machine, new Draw(seed, Draw.AsMeasured)).Closed(work, clients, Long);

    private static double Line(string name, double model, double measured, string unit, Measured source)
    {
        Console.WriteLine($"  {name,-58} {model,10:#,0.0} {measured,10:#,0.0} {unit,6} {model / measured,8:0.00}  {source.Date}");
        return model / measured;
    }
}
