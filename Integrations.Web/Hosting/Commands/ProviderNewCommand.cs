using System.CommandLine;
using System.Globalization;
using System.Text;
using Integrations.Connectors.Declarative;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// <c>provider new KEY --api ADDRESS</c>: writes a provider file to go on from. It ends with 0 when the file is written, with 1 when there is one already, and
/// with 2 for a key or an address that no file can have.
/// </summary>
internal sealed class ProviderNewCommand : HubCommand
{
    private readonly Argument<string> _key = new("KEY") { Description = "What the provider is called everywhere: small letters, digits and underscores." };
    private readonly Option<string> _api = new("--api") { Description = "The address of its API, such as https://api.example.com/v1.", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "What people read; made of the key where it is not given." };
    private readonly Option<FileInfo?> _output = new("--output") { Description = "Where to write; KEY.provider.json in this folder where it is not given." };

    public ProviderNewCommand()
        : base("new", "Write a provider file to go on from.", CommandStage.Settings)
    {
        Add(_key);
        Add(_api);
        Add(_name);
        Add(_output);
    }

    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (key, address) = (context.Line.GetRequiredValue(_key), context.Line.GetRequiredValue(_api));
        if (!Uri.TryCreate(address, UriKind.Absolute, out var api) || api.Scheme != Uri.UriSchemeHttps || api.UserInfo.Length + api.Query.Length + api.Fragment.Length > 0)
        {
            await context.Output.LineAsync($"{address} is no address of an API: it begins with https:// and has neither a query nor a password.");
            return ExitCodes.Usage;
        }

        var name = context.Line.GetValue(_name) ?? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(key.Replace('_', ' '));
        var text = ProviderSkeleton.Write(key, name, api, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        if (ProviderFile.Read(Encoding.UTF8.GetBytes(text), out var problems) is null)
        {
            await context.Output.LineAsync(string.Join(Environment.NewLine, problems));
            return ExitCodes.Usage;
        }

        var file = context.Line.GetValue(_output) ?? new FileInfo($"{key}.provider.json");
        if (file.Exists)
        {
            await context.Output.LineAsync($"{file.FullName} is there already. Name another with --output.");
            return ExitCodes.Failed;
        }

        await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
        await context.Output.LineAsync($"{file.FullName} is written. Put the vendor's own paths and members in it, and ask provider check; editors complete it with docs/provider.schema.json beside it.");
        return ExitCodes.Ok;
    }
}
