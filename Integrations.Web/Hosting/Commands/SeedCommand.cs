using Integrations.Core.Catalog;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>seed</c>: brings the catalog into the database and lists it. The start does so too; this does nothing else.</summary>
internal sealed class SeedCommand() : HubCommand("seed", "Bring the catalog of providers into the database, and list it.", CommandStage.Database)
{
    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var providers = await context.Get<CatalogService>().AllAsync(cancellationToken);
        await context.Output.TableAsync(["key", "provider"], [.. providers.Select(p => new[] { p.Key, p.DisplayName })], row => $"{row[0],-20} {row[1]}");
        return ExitCodes.Ok;
    }
}
