using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Declarative.File;

/// <summary>A value of a provider file that knows where it stands.</summary>
internal sealed class FileNode
{
    public required JsonValueKind Kind { get; init; }

    public required string Path { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>A text, or a number as it is written; empty for everything else.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of an object, in the file's order.</summary>
    public List<KeyValuePair<string, FileNode>> Members { get; } = [];

    /// <summary>Of an array.</summary>
    public List<FileNode> Items { get; } = [];

    public bool IsTrue => Kind == JsonValueKind.True;

    public FileNode? Find(string name) => Members.Find(member => member.Key == name).Value;

    public string? FindText(string name) => Find(name) is { Kind: JsonValueKind.String } found ? found.Text : null;

    /// <summary>A whole number, however it is written: 1.0 is one too.</summary>
    public int? FindNumber(string name) =>
        Find(name) is { Kind: JsonValueKind.Number } found && decimal.TryParse(found.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number % 1 == 0 && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;

    public bool Flag(string name) => Find(name) is { IsTrue: true };

    /// <summary>The texts of a member that is one text or a list of them.</summary>
    public IReadOnlyList<string> FindTexts(string name) => Find(name) is { } found
        ? found.Kind == JsonValueKind.Array ? [.. found.Items.Select(item => item.Text)] : [found.Text]
        : [];

    public FileProblem Wrong(string message) => new(Path, Line, Column, message);

    /// <summary>Where a member stands: plain names behind a dot, others in brackets.</summary>
    public string PathOf(string member) =>
        member.Length is > 0 and <= 60 && member.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$') ? $"{Path}.{member}" : $"{Path}['{VendorFailures.Clean(member, 40)}']";
}
