using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Integrations.Web.Features.Instances;

/// <summary>Values of a vendor's things as people read them, each by the type that the manifest says.</summary>
internal static class DataCells
{
    /// <summary>Where names of people stand: they get their disc.</summary>
    private static readonly string[] OfPeople = [EntityFields.Assignee, EntityFields.Author, EntityFields.Organizer];

    /// <summary>For a cell of a type.</summary>
    public static string? ClassOf(string type) => type switch
    {
        "number" => "number",
        "datetime" => "soft nowrap",
        _ => null,
    };

    /// <param name="row">The thing, as a data widget gives it; nothing in it is trusted.</param>
    /// <param name="column">A member of it.</param>
    /// <param name="type">Of the manifest: <c>string</c>, <c>number</c>, <c>boolean</c>, <c>datetime</c> or <c>array</c>.</param>
    /// <param name="zone">Of who reads.</param>
    /// <param name="now">What times are told from.</param>
    public static RenderFragment Of(JsonObject row, string column, string type, TimeZoneInfo zone, DateTimeOffset now) => builder =>
    {
        var text = TextOf(row, column, type);
        if (column == "title")
        {
            Title(builder, Titles.Shown(text), AddressOf(row["url"]));
        }
        else if (type == "array" && row[column] is JsonArray items)
        {
            Tags(builder, [.. items.Select(Plain).Where(item => item.Length > 0)]);
        }
        else if (type == "datetime" && IsAllDay(row, column) is false && Time(text) is { } time)
        {
            builder.AddContent(10, When.Of(time, zone, now));
        }
        else if (text.Length > 0 && OfPeople.Contains(column, StringComparer.Ordinal))
        {
            builder.AddContent(20, Avatar.Named(text));
        }
        else if (AddressOf(row[column]) is { } address)
        {
            Link(builder, new Uri(address).Host, address);
        }
        else
        {
            Isolated(builder, text);
        }
    };

    /// <summary>A value in words of the page's language; what has no type is shown as it came.</summary>
    internal static string TextOf(JsonObject row, string column, string type) => (type, row[column]) switch
    {
        (_, null) => "",
        ("boolean", JsonValue value) when value.TryGetValue<bool>(out var yes) => yes ? Text.T("Yes") : Text.T("No"),
        ("number", JsonValue value) when decimal.TryParse(Plain(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => column == EntityFields.Size ? Bytes(number) : number.ToString("#,0.##", Text.Formats),
        ("datetime", JsonValue) when IsAllDay(row, column) && Time(Plain(row[column])) is { } day => Times.ShortDay(DateOnly.FromDateTime(day.DateTime)),
        (_, var other) => Plain(other),
    };

    private static string Plain(JsonNode? value) => value switch
    {
        null => "",
        JsonValue one => one.TryGetValue<string>(out var text) ? text : one.ToJsonString(),
        JsonArray items => TextDirection.Join(", ", items.Select(Plain)),
        _ => value.ToJsonString(),
    };

    /// <summary>A whole day is the same day everywhere: its date is not turned into a zone.</summary>
    private static bool IsAllDay(JsonObject row, string column) =>
        column is EntityFields.Start or EntityFields.End && row[EntityFields.AllDay] is JsonValue value && value.TryGetValue<bool>(out var allDay) && allDay;

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string Bytes(decimal size) => size switch
    {
        < 1_000 => Text.T("{0} bytes", size.ToString("0", Text.Formats)),
        < 1_000_000 => $"{(size / 1_000).ToString("0.#", Text.Formats)} kB",
        < 1_000_000_000 => $"{(size / 1_000_000).ToString("0.#", Text.Formats)} MB",
        _ => $"{(size / 1_000_000_000).ToString("0.#", Text.Formats)} GB",
    };

    /// <summary>Only web addresses become links.</summary>
    private static string? AddressOf(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var address) ? WebAddress.Of(address) : null;

    private static void Title(RenderTreeBuilder builder, string text, string? address)
    {
        if (address is not null)
        {
            Link(builder, text, address);
        }
        else
        {
            Isolated(builder, text);
        }
    }

    private static void Link(RenderTreeBuilder builder, string text, string address)
    {
        builder.OpenElement(30, "a");
        builder.AddAttribute(31, "href", address);
        builder.AddAttribute(32, "target", "_blank");
        builder.AddAttribute(33, "rel", "noopener noreferrer");
        Isolated(builder, text);
        builder.CloseElement();
    }

    private static void Tags(RenderTreeBuilder builder, IReadOnlyList<string> items)
    {
        builder.OpenElement(40, "span");
        builder.AddAttribute(41, "class", "tags");
        foreach (var item in items)
        {
            builder.OpenElement(42, "span");
            builder.AddAttribute(43, "class", "tag");
            Isolated(builder, item);
            builder.CloseElement();
        }

        builder.CloseElement();
    }

    /// <summary>A stranger's text: its direction of writing is its own.</summary>
    private static void Isolated(RenderTreeBuilder builder, string text)
    {
        builder.OpenElement(50, "bdi");
        builder.AddContent(51, text);
        builder.CloseElement();
    }
}
