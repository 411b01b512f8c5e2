using Integrations.Core.Permissions;
using Integrations.Primitives;
using Microsoft.Extensions.Hosting;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether a loop of this process has stalled.</summary>
internal sealed class BackgroundWorkCheck(IEnumerable<IHostedService> work) : IDoctorCheck
{
    public string Name => "Background work";

    public Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([.. Stalled()]);

    private IEnumerable<Finding> Stalled() => work.OfType<BackgroundLoop>().Where(loop => loop.IsStalled)
        .Select(loop => new Finding("Background work", FindingSeverity.Error, Say("{0} has stalled.", loop.GetType().Name), Say("Read the log's event 3901, which says why; restart the hub if it says nothing.")));
}
