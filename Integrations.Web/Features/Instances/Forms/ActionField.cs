using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>One field of an action's form, or a part of the form that has fields.</summary>
/// <param name="Name">The member of the object that is sent; <see cref="Rest"/> for members that have no field.</param>
/// <param name="Input">
/// As <c>FieldInput</c> takes it. Its type is one of those, or <c>many</c>, several of the choices; <c>suggest</c>, a text with suggestions; <c>group</c>, an object;
/// <c>rows</c>, a list of objects; <c>variants</c>, one of several shapes; <c>fixed</c>, always the same; <c>rest</c>, an object of whatever else there is.
/// </param>
public sealed record ActionField(string Name, FieldDescriptor Input)
{
    /// <summary>No member is called so in practice.</summary>
    public const string Rest = "\u0001rest";

    public string Type => Input.Type;

    public string Label => Input.Label;

    public bool Required => Input.Required;

    public string? Help => Input.Help;

    public string? Default => Input.Default;

    public IReadOnlyList<string> Options => Input.Options;

    /// <summary>Of <c>choice</c>, <c>many</c> and <c>suggest</c>.</summary>
    public IReadOnlyList<ActionChoice> Choices { get; init; } = [];

    /// <summary>Of a <c>group</c>, or of each of the <c>rows</c>.</summary>
    public IReadOnlyList<ActionField> Fields { get; init; } = [];

    /// <summary>Of <c>variants</c>.</summary>
    public IReadOnlyList<ActionField> Variants { get; init; } = [];

    /// <summary>The most rows.</summary>
    public int Most { get; init; }

    /// <summary>What is always sent.</summary>
    public JsonElement Fixed { get; init; }

    /// <summary>Lines, or choices, are numbers.</summary>
    public bool OfNumbers { get; init; }

    public ParameterLookUp? LookUp { get; init; }

    /// <summary>Null where the number of fields decides.</summary>
    public bool? IsFolded { get; init; }

    /// <summary>Chosen rather than written: what was chosen last time is likely meant again.</summary>
    public bool IsChosen => Type is "choice" or "boolean" or "many" || (LookUp is not null && Type != "lines");

    /// <summary>What people read of a choice.</summary>
    public string WordsOf(string value) => Choices.FirstOrDefault(choice => choice.Value == value)?.Words ?? value;
}
