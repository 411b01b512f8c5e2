using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>The first thing that an operator looks for in a log: which version runs, how, and where.</summary>
internal static partial class StartNote
{
    public static void Tell(WebApplication app)
    {
        var addresses = string.Join(", ", app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        var database = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider;
        LogServing(app.Logger, ProductVersion.Text, app.Environment.EnvironmentName, database, addresses);
    }

    [LoggerMessage(6001, LogLevel.Information, "Integrations {Version} serves ({Environment}, {Database}) at {Addresses}")]
    private static partial void LogServing(ILogger logger, string version, string environment, DatabaseProvider database, string addresses);
}
