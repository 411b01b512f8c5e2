using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace Integrations.Web.Features.Instances.Forms;

/// <summary>A combobox over a vendor's things. It asks when someone types or opens it, and never by itself: each look costs a call.</summary>
public sealed partial class LookUpField(TimeProvider clock, IJSRuntime script) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly LatestOnly _searches = new();
    private readonly List<LookUpChoice> _choices = [];
    private MudTextField<string>? _input;
    private IJSObjectReference? _keys;
    private LookUpChoice? _picked;
    private string? _words;
    private string _typed = "";
    private string? _trouble;
    private bool _isOpen;
    private bool _isAsking;
    private bool _hasMore;

    // The choice that the arrow keys reached; behind the last one stands the way to more.
    private int _active = -1;
    private int _read;

    [Parameter, EditorRequired]
    public ActionField Field { get; set; } = null!;

    /// <summary>The input's id; unique on the page.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    [Parameter]
    public string? Value { get; set; }

    [Parameter]
    public EventCallback<string?> ValueChanged { get; set; }

    [Parameter]
    public string? Error { get; set; }

    /// <summary>What is picked goes to a list elsewhere, and the field is empty again.</summary>
    [Parameter]
    public bool IsAdding { get; set; }

    /// <summary>Gives a page: for some words, behind so many.</summary>
    [Parameter, EditorRequired]
    public Func<string?, int, CancellationToken, Task<Result<LookUpPage>>> Search { get; set; } = null!;

    /// <summary>What people read of a value that is a choice.</summary>
    [Parameter]
    public Func<string, string>? WordsOf { get; set; }

    private string? Shown => IsAdding ? _typed : Value;

    private string ListId => $"{Id}-list";

    private string? Described => string.Join(' ', new[] { Field.Help is not null && !IsAdding ? $"{Id}-help" : null, Error is not null ? $"{Id}-error" : null }.OfType<string>()) is { Length: > 0 } ids ? ids : null;

    public async ValueTask DisposeAsync()
    {
        _searches.Dispose();
        if (_keys is not null)
        {
            try
            {
                await _keys.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser has gone, and its script with it.
            }
        }
    }

    protected override void OnParametersSet()
    {
        if (_picked is null && Value is { Length: > 0 } value && WordsOf?.Invoke(value) is { } words && words != value)
        {
            _picked = new LookUpChoice(value, words, "");
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _keys = await script.InvokeAsync<IJSObjectReference>("import", "./picker.js");
            await _keys.InvokeVoidAsync("choosesByEnter", Id, IsAdding);
        }
    }

    private async Task TypeAsync(string? text)
    {
        _typed = text ?? "";
        if (!IsAdding)
        {
            await ValueChanged.InvokeAsync(text);
        }

        await AskAsync(text, typing: true);
    }

    /// <summary>What is picked already is no word to search for: the way to another one begins with all.</summary>
    private Task OpenAsync() => AskAsync(IsAdding ? _typed : _picked?.Value == Value ? null : Value, typing: false);

    private async Task OpenByMouseAsync()
    {
        var asking = OpenAsync();
        if (_input is not null)
        {
            // The arrow keys go on from here.
            await _input.FocusAsync();
        }

        await asking;
    }

    /// <summary>The first page of what the words find.</summary>
    private async Task AskAsync(string? words, bool typing)
    {
        if (!typing || !_isOpen)
        {
            // While it was closed, the field that this one searches within may have changed.
            _choices.Clear();
            _hasMore = false;
        }

        (_isOpen, _isAsking, _trouble, _active, _words) = (true, true, null, -1, words);
        var page = await _searches.RunAsync(async cancellationToken =>
        {
            if (typing)
            {
                // While letters follow each other, only the last one searches.
                await Task.Delay(Pause, clock, cancellationToken);
            }

            return await ReadAsync(0, cancellationToken);
        });
        if (page is not null)
        {
            _choices.Clear();
            Take(page);
        }
    }

    /// <summary>What was found stays when the next page does not come.</summary>
    private async Task MoreAsync()
    {
        if (_isAsking)
        {
            return;
        }

        (_isAsking, _trouble) = (true, null);
        if (await _searches.RunAsync(cancellationToken => ReadAsync(_read, cancellationToken)) is { } page)
        {
            Take(page);
        }
    }

    private async Task<Loaded<LookUpPage>> ReadAsync(int offset, CancellationToken cancellationToken)
    {
        var page = new Loaded<LookUpPage>(await Search(_words, offset, cancellationToken));
        _read = offset + (page.Value is null ? 0 : LookUpPage.Size);
        return page;
    }

    private void Take(Loaded<LookUpPage> page)
    {
        _isAsking = false;
        _trouble = page.Failure ?? page.Value?.Trouble;
        _hasMore = page.Value?.HasMore ?? _choices.Count > 0;
        _choices.AddRange((page.Value?.Choices ?? []).ExceptBy(_choices.Select(choice => choice.Value), choice => choice.Value, StringComparer.Ordinal).DistinctBy(choice => choice.Value, StringComparer.Ordinal));
    }

    private async Task PickAsync(LookUpChoice choice)
    {
        (_picked, _typed) = (IsAdding ? null : choice, "");
        Close();
        await ValueChanged.InvokeAsync(choice.Value);
        await SendByEnterAsync();
    }

    /// <summary>The browser holds Enter back from the arrow keys on, until it is told that it has done its work.</summary>
    private async Task SendByEnterAsync()
    {
        if (_keys is not null)
        {
            await _keys.InvokeVoidAsync("sendsByEnter", Id);
        }
    }

    private void Close()
    {
        _searches.Cancel();
        (_isOpen, _isAsking, _active) = (false, false, -1);
    }

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown" when !_isOpen:
                await OpenAsync();
                break;
            case "ArrowDown":
                await MoveAsync(1);
                break;
            case "ArrowUp" when _isOpen:
                await MoveAsync(-1);
                break;
            case "Enter" when _isOpen && _active >= 0:
                await (_active < _choices.Count ? PickAsync(_choices[_active]) : MoreAsync());
                break;
            case "Enter" when IsAdding && !string.IsNullOrWhiteSpace(_typed):
                await PickAsync(new LookUpChoice(_typed.Trim(), _typed.Trim(), ""));
                break;
            case "Enter" when !_isAsking:
                Close();
                await SendByEnterAsync();
                break;
            case "Escape":
                Close();
                break;
        }
    }

    private async Task MoveAsync(int by)
    {
        var last = _choices.Count - 1 + (_hasMore ? 1 : 0);
        if (last < 0)
        {
            return;
        }

        _active = Math.Clamp(_active < 0 ? (by > 0 ? 0 : last) : _active + by, 0, last);
        if (_keys is not null)
        {
            await _keys.InvokeVoidAsync("reveal", IdOf(_active));
        }
    }

    /// <summary>Its place tells, because vendors' ids hold any characters.</summary>
    private string IdOf(int place) => $"{Id}-choice-{place}";
}
