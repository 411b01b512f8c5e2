using Integrations.Connectors.Http;
using Integrations.Core.Permissions;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether deliveries wait longer than they should, and which vendors are left alone for now.</summary>
internal sealed class QueueCheck(QueueWatch queue, VendorCircuitBreakers circuits) : IDoctorCheck
{
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);

    public string Name => "Queue";

    public bool NeedsDatabase => true;

    public async Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        var figures = await queue.LookAsync(cancellationToken);
        var findings = new List<Finding>
        {
            figures.OldestDue > Overdue
                ? new("Queue", FindingSeverity.Warning, Say("{0} deliveries wait, and the oldest has been due for {1:0.#} minutes.", figures.Waiting, figures.OldestDue.TotalMinutes), Say("If the hub runs, look at the log for event 5001 and at the database's speed; if it does not, start it."))
                : new("Queue", FindingSeverity.Ok, Say("{0} deliveries wait; none is overdue.", figures.Waiting)),
        };
        findings.AddRange(circuits.NotClosed().GroupBy(c => c.Provider).Select(c =>
            new Finding("Vendors", FindingSeverity.Warning, Say("{0} is left alone for now, for {1} organizations: its calls failed.", c.Key, c.Count()), Say("Nothing, at first: it is asked again by itself. If it lasts, look at the vendor's status page."))));
        return findings;
    }
}
