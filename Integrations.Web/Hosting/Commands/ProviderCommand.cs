using System.CommandLine;

namespace Integrations.Web.Hosting.Commands;

/// <summary><c>provider</c>: what is done with provider files.</summary>
internal sealed class ProviderCommand : Command
{
    public ProviderCommand()
        : base("provider", "Work on provider files.")
    {
        Add(new ProviderNewCommand());
        Add(new ProviderCheckCommand());
        Add(new ProviderTestCommand());
        Add(new ProviderDocsCommand());
    }
}
