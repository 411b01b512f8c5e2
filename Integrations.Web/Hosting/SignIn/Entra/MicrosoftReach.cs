using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn.Entra;

/// <summary>Whether Microsoft can be reached, asked before a browser is sent there: the library throws where it cannot.</summary>
internal sealed partial class MicrosoftReach(IOptionsMonitor<OpenIdConnectOptions> options, ILogger<MicrosoftReach> logger)
{
    /// <summary>Reads Microsoft's metadata, which is then remembered for a day.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await options.Get(Schemes.Microsoft).ConfigurationManager!.GetConfigurationAsync(cancellationToken);
            return !string.IsNullOrEmpty(metadata.AuthorizationEndpoint);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(logger, exception.GetBaseException().Message);
            return false;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Microsoft's sign-in metadata could not be read: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string reason);
}
