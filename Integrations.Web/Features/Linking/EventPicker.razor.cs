using Integrations.Core.Linking;
using Integrations.Core.Search;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Linking;

/// <summary>Picks the calendar event that a meeting is. Works with every integration that proposes things with a start for meetings.</summary>
public sealed partial class EventPicker
{
    private const int MostEvents = 100;

    // Far enough for "the one we moved", near enough for vendors to answer quickly.
    private static readonly TimeSpan SearchedAround = TimeSpan.FromDays(45);

    private IReadOnlyList<Choice> _likely = [];
    private IReadOnlyList<Choice> _shown = [];
    private DateOnly _monday;
    private DateOnly _day;
    private bool _asList;

    [Parameter, EditorRequired]
    public MeetingDetails Meeting { get; set; } = null!;

    /// <summary>The first likely match is chosen as soon as it is found, so that Enter or one click links it.</summary>
    [Parameter]
    public bool ProposesAtOnce { get; set; }

    /// <inheritdoc/>
    protected override IReadOnlyList<Choice> Choices => [.. _likely, .. _shown];

    private bool IsTyping => !string.IsNullOrWhiteSpace(TypedText);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _day = Zone.Day(Meeting.StartsAt);
        _monday = MondayOf(_day);
        await SearchAsync();
        Arrange();
        if (ProposesAtOnce && !IsTyping && _likely.Count > 0)
        {
            Active ??= _likely[0];
        }
    }

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        Arrange();
        return true;
    }

    private Task TypeAsync(ChangeEventArgs typed)
    {
        TypedText = typed.Value as string ?? "";
        return SearchAsync(typing: true);
    }

    private Task GoAsync(DateOnly monday)
    {
        (_monday, _day) = (monday, monday);
        return SearchAsync();
    }

    private Task SearchAsync() => SearchAsync(typing: false);

    private Task SearchAsync(bool typing)
    {
        var events = Sources.SelectMany(source => source.Entities).Where(entity => entity.HasTime).Select(entity => entity.Name).Distinct().ToList();
        var request = IsTyping
            ? new SearchRequest(TypedText, MostEvents) { Start = Meeting.StartsAt - SearchedAround, End = Meeting.EndsAt + SearchedAround }
            : new SearchRequest(Text: null, MostEvents) { Start = Zone.StartOf(_monday), End = Zone.StartOf(_monday.AddDays(7)) };
        return AskAsync(request with { EntityTypes = events }, typing);
    }

    /// <summary>What is shown, in order, out of what was found.</summary>
    private void Arrange()
    {
        var found = Found.OrderBy(choice => choice.Entity.Start).ThenBy(choice => choice.Entity.Title, StringComparer.CurrentCultureIgnoreCase).ToList();
        _likely = IsTyping
            ? []
            : [.. EventSuggestions.For(Meeting, found.Select(choice => choice.Entity))
                .Select(suggestion => new Choice(found.First(choice => ReferenceEquals(choice.Entity, suggestion.Event)).Source, suggestion.Event, MatchReasonLabels.Of(suggestion.Reasons)))];
        _shown = IsTyping || _asList ? found : [.. found.Where(choice => EntityFacts.Day(choice.Entity, Zone) == _day)];
    }

    private int CountOn(DateOnly day) => Found.Count(choice => EntityFacts.Day(choice.Entity, Zone) == day);

    private string Heading(DateOnly? day) => day is { } known ? Times.LongDay(known, Zone.Day(Clock.GetUtcNow())) : Text.T("Without a time");

    private static string Pressed(bool pressed) => pressed ? "true" : "false";

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
