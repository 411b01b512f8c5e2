using System.CommandLine;

namespace Integrations.Web.Hosting.Commands;

/// <summary>What a command works with.</summary>
/// <param name="Line">The values of its arguments and options.</param>
/// <param name="Services">The hub's services; before <see cref="CommandStage.Services"/> only the configuration.</param>
/// <param name="Output">Where it prints.</param>
internal sealed record CommandContext(ParseResult Line, IServiceProvider Services, CommandOutput Output)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}
