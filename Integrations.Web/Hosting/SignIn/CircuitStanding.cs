using System.Data.Common;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>
/// Looks before each act of a circuit whether the person may still be there, so that a page or dialog which was open when a role was
/// taken away does nothing with it any more. The revalidation comes by itself, but up to half a minute later (SECURITY S2).
/// </summary>
internal sealed partial class CircuitStanding(AuthenticationStateProvider states, ILogger<CircuitStanding> logger) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async activity =>
    {
        // The act is dropped, and not run as a stranger's: the page that it belongs to is gone, and the one in its place says why.
        if (!await IsOverAsync())
        {
            await next(activity);
        }
    };

    private async Task<bool> IsOverAsync()
    {
        try
        {
            return states is SessionRevalidation session && await session.EndIfOverAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            // The act needs the database too, and says on its page what is wrong with it; the circuit need not end for that.
            LogNotAsked(logger, exception.Message);
            return false;
        }
    }

    [LoggerMessage(4011, LogLevel.Warning, "Whether a session still counts could not be asked: {Reason}")]
    private static partial void LogNotAsked(ILogger logger, string reason);
}
