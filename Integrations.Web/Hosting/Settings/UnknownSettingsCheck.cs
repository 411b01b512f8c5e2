using Integrations.Core.Diagnostics;
using Integrations.Core.Permissions;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Web.Hosting.Settings;

/// <summary>The doctor's look at settings that have no effect.</summary>
internal sealed class UnknownSettingsCheck(StartSettings settings) : IDoctorCheck
{
    public Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
        settings.Unknown.Count == 0
            ? [new Finding("Settings", FindingSeverity.Ok, Say("Each is one that the hub reads."))]
            : [.. settings.Unknown.Select(unknown => new Finding("Settings", FindingSeverity.Warning, unknown.ToString(), Say("Correct its name, or take it out; the verb config lists all settings.")))]);
}
