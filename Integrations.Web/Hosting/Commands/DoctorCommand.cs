using Integrations.Core.Diagnostics;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// <c>doctor</c>: examines the hub's surroundings before the database is touched, so that it can say what is wrong with one that is
/// down. Ends with 0 when nothing has to be repaired, else with 1.
/// </summary>
internal sealed class DoctorCommand() : HubCommand("doctor", "Examine the hub and its surroundings, and say how to repair what is wrong.", CommandStage.Services)
{
    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // Access to the program's settings is the operator's.
        var operatorItself = new Caller(null, null, Role.SuperAdmin) { DisplayName = "doctor" };
        var examined = await context.Get<Doctor>().ExamineAsync(operatorItself, cancellationToken);
        if (!examined.TryGet(out var findings, out var failure))
        {
            await context.Output.LineAsync(failure.Message);
            return ExitCodes.Failed;
        }

        var checklist = await context.Get<SetupChecklist>().ExamineAsync(operatorItself, findings, isServing: false, cancellationToken);
        findings = [.. findings, .. SetupChecklist.AsFindings(checklist.Value)];
        await context.Output.TableAsync(
            ["", "check", "finding"],
            [.. findings.Select(f => new[] { f.Severity.ToString().ToUpperInvariant(), f.Check, f.Remedy is null ? f.Message.ToString() : $"{f.Message}\n{f.Remedy}" })],
            row => $"{row[0],-8} {row[1]}: {row[2].Replace("\n", $"\n{"",-8} ", StringComparison.Ordinal)}");
        var errors = findings.Count(f => f.Severity == FindingSeverity.Error);
        await context.Output.LineAsync(errors == 0 ? "Nothing has to be put right." : $"{errors} to be put right.");
        return errors == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
