using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using static Integrations.Primitives.TranslatableText;

using Integrations.Core.Diagnostics.Checks;

namespace Integrations.Core.Diagnostics;

/// <summary>
/// Examines what has to be right for the hub to work, and says how to put right what is not. It changes nothing, and a check that fails is a
/// finding, never an exception.
/// </summary>
public sealed class Doctor(DatabaseCheck database, IEnumerable<IDoctorCheck> checks, IDatabaseDialect dialect)
{
    /// <summary>Super admins and operators only: it speaks of the whole hub, and of no organization.</summary>
    public async Task<Result<IReadOnlyList<Finding>>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ExamineHub) is { } forbidden)
        {
            return forbidden;
        }

        var (ofDatabase, isUsable) = await database.ExamineAsync(cancellationToken);
        var findings = new List<Finding> { new("Version", FindingSeverity.Ok, Say("{0}, on {1}.", ProductVersion.Text, RuntimeInformation.FrameworkDescription)) };
        findings.AddRange(ofDatabase);
        foreach (var check in checks.Where(check => !check.NeedsDatabase))
        {
            findings.AddRange(await ExamineAsync(check, caller, cancellationToken));
        }

        if (!isUsable)
        {
            findings.Add(new Finding("Credentials, queue, providers", FindingSeverity.Warning, Say("Not examined: they are in the database."), Say("Put the database right, then examine again.")));
            return findings;
        }

        foreach (var check in checks.Where(check => check.NeedsDatabase))
        {
            findings.AddRange(await ExamineAsync(check, caller, cancellationToken));
        }

        return findings;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a check meets is what the operator has to hear of.")]
    private async Task<IReadOnlyList<Finding>> ExamineAsync(IDoctorCheck check, Caller caller, CancellationToken cancellationToken)
    {
        try
        {
            return await check.ExamineAsync(caller, cancellationToken);
        }
        catch (Exception exception) when (dialect.IsUnavailable(exception))
        {
            // A database that is down has a finding of its own; one that is busy is not broken.
            return [new Finding(check.Name, FindingSeverity.Warning, Say("Could not be examined now: the database did not answer in time ({0}).", dialect.KindOf(exception)), Say("Examine again when there is less to do."))];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [new Finding(check.Name, FindingSeverity.Error, Say("Could not be examined ({0}).", dialect.KindOf(exception)), Say("Look at the log; examine again."))];
        }
    }
}
