using Integrations.Core.Jobs.Retention;
using Integrations.Core.Permissions;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether what has reached its age is deleted.</summary>
internal sealed class RetentionCheck(RetentionReport retention) : IDoctorCheck
{
    public string Name => "Retention";

    public bool NeedsDatabase => true;

    public async Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        var overdue = await retention.OverdueAsync(cancellationToken);
        var table = string.Join(", ", retention.Lines.Select(line => $"{line.What} {line.Days} ({line.Key})"));
        return [overdue.Count > 0
            ? new Finding("Retention", FindingSeverity.Warning, Say("Older than their age and still there: {0}. Days kept: {1}.", string.Join(", ", overdue), table), Say("Let the hub run: it deletes them within hours. If they stay, the log's events 3931 and 3933 say why."))
            : new Finding("Retention", FindingSeverity.Ok, Say("Nothing is older than its age. Days kept: {0}.", table))];
    }
}
