using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Declarative.Plans;

namespace Integrations.Connectors.Declarative.File;

/// <summary>What a vendor's refusals mean.</summary>
internal sealed class FailureReader(ApiScope scope)
{
    public FailureRule Read(FileNode node)
    {
        var wait = node.Find("wait");
        return new FailureRule
        {
            Status = node.Find("status") is { Kind: JsonValueKind.Array } list
                ? [.. list.Items.Select(item => int.Parse(item.Text, CultureInfo.InvariantCulture))]
                : [int.Parse(node.Find("status")!.Text, CultureInfo.InvariantCulture)],
            Path = node.Find("path") is { } path ? scope.Path(path) : null,
            Is = node.FindTexts("is"),
            Contains = node.FindTexts("contains"),
            Header = node.FindText("header"),
            Kind = node.FindText("kind")!,
            WaitHeader = wait?.FindText("header"),
            WaitForm = wait?.FindText("as") ?? "seconds",
            WaitSeconds = wait?.FindNumber("seconds"),
        };
    }
}
