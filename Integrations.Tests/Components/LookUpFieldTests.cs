using Bunit;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Instances.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Components;

/// <summary>A field whose value is found at the vendor, and that stays a field when the vendor fails.</summary>
public sealed class LookUpFieldTests : ComponentContext
{
    private readonly MovableClock _clock = new();
    private readonly List<(string? Words, int Offset)> _asked = [];
    private Func<string?, int, Result<LookUpPage>> _vendor = (_, offset) => Page(offset, 25);
    private Task<Result<LookUpPage>>? _slow;
    private string? _value;

    public LookUpFieldTests() => Services.AddSingleton<TimeProvider>(_clock);

    [Fact]
    public void Shown_AsksNoOne()
    {
        var field = Show();

        Assert.Empty(_asked);
        Assert.Equal(("combobox", "false"), (field.Find("#repo").GetAttribute("role"), field.Find("#repo").GetAttribute("aria-expanded")));
        Assert.Empty(field.FindAll("[role=listbox]"));
    }

    [Fact]
    public void Typing_SearchesOnceItRests_AndIsTheValueMeanwhile()
    {
        var field = Show();

        field.Find("#repo").Input("wi");
        field.Find("#repo").Input("wid");
        Assert.Empty(_asked);
        Rest(field);

        field.WaitForAssertion(() => Assert.Equal(LookUpPage.Size, field.FindAll(".look-up-choice:not(.look-up-more)").Count));
        Assert.Equal([("wid", 0)], _asked);
        Assert.Equal("wid", _value);
    }

    [Fact]
    public void Arrows_Reach_AndEnterPicks_WithTheTitleBelow()
    {
        var field = Show();

        Press(field, "ArrowDown");
        field.WaitForAssertion(() => Assert.NotEmpty(field.FindAll("[role=option]")));
        Press(field, "ArrowDown");
        Press(field, "ArrowDown");
        Assert.Equal("repo-choice-1", field.Find("#repo").GetAttribute("aria-activedescendant"));
        Press(field, "Enter");

        Assert.Equal("acme/1", _value);
        Assert.Empty(field.FindAll("[role=listbox]"));
        Assert.Contains("Repository 1", Again(field).Find(".look-up-picked").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ShowMore_BringsTheNextPage_ByArrowKeysToo()
    {
        var field = Show();
        Press(field, "ArrowDown");
        field.WaitForAssertion(() => Assert.Single(field.FindAll(".look-up-more")));

        Press(field, "ArrowUp");
        Press(field, "Enter");

        field.WaitForAssertion(() => Assert.Equal(25, field.FindAll("[role=option]").Count));
        Assert.Equal([0, LookUpPage.Size], _asked.Select(asked => asked.Offset));
    }

    [Fact]
    public void VendorFails_InTheMiddle_IsSaid_AndTheFieldStaysUsable()
    {
        _vendor = (_, offset) => offset == 0 ? Page(0, 25) : new Failure(FailureKind.VendorUnavailable, "vendor.unreachable", "GitHub cannot be reached.");
        var field = Show();
        Press(field, "ArrowDown");
        field.WaitForAssertion(() => Assert.Single(field.FindAll(".look-up-more")));

        field.Find(".look-up-more").Click();

        field.WaitForAssertion(() => Assert.Contains("GitHub cannot be reached. You can still type the value.", field.Find(".look-up-trouble").TextContent, StringComparison.Ordinal));
        // What was found stays, and so does the way to what comes next.
        Assert.Equal(LookUpPage.Size + 1, field.FindAll("[role=option]").Count);
        _vendor = (_, offset) => Page(offset, 25);
        field.Find(".look-up-more").Click();
        field.WaitForAssertion(() => Assert.Equal(25, field.FindAll("[role=option]").Count));
        Assert.Empty(field.FindAll(".look-up-trouble"));
    }

    [Fact]
    public void VendorFails_AtOnce_IsSaid_AndWhatIsTypedIsTaken()
    {
        _vendor = (_, _) => new Failure(FailureKind.CredentialRefused, "connection.reconnect", "Connect it again.");
        var field = Show();

        field.Find("#repo").Input("acme/own");
        Rest(field);

        field.WaitForAssertion(() => Assert.Contains("Connect it again.", field.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal("acme/own", _value);
        Press(field, "Escape");
        Assert.Empty(field.FindAll("[role=listbox]"));
    }

    [Fact]
    public void NothingFound_SaysThatTheTextIsTaken_AndTitlesAreText()
    {
        _vendor = (words, _) => words == "none" ? new LookUpPage([], false, null) : new LookUpPage([new LookUpChoice("1", "<b>bold</b>", "")], false, "The answer is an old one.");
        var field = Show();

        field.Find("#repo").Input("none");
        Rest(field);
        field.WaitForAssertion(() => Assert.Contains("What you typed is taken as it is.", field.Markup, StringComparison.Ordinal));
        field.Find("#repo").Input("bold");
        Rest(field);

        field.WaitForAssertion(() => Assert.Equal("<b>bold</b>", field.Find("[role=option] strong").TextContent.Trim()));
        Assert.Contains("The answer is an old one.", field.Find(".look-up-trouble").TextContent, StringComparison.Ordinal);
    }

    /// <summary>What it searches within may be another one by then.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenedAgain_ShowsNothingOfWhatWasFoundBefore(bool typing)
    {
        var field = Show();
        Press(field, "ArrowDown");
        field.WaitForAssertion(() => Assert.NotEmpty(field.FindAll("[role=option]")));
        field.Find("#repo").Blur();
        var answer = new TaskCompletionSource<Result<LookUpPage>>();
        _slow = answer.Task;

        if (typing)
        {
            field.Find("#repo").Input("wid");
        }
        else
        {
            Press(field, "ArrowDown");
        }

        Assert.Equal("true", field.Find("#repo").GetAttribute("aria-expanded"));
        Assert.Empty(field.FindAll("[role=option]"));
        if (typing)
        {
            Rest(field);
        }

        answer.SetResult(Page(0, 25));
        field.WaitForAssertion(() => Assert.NotEmpty(field.FindAll("[role=option]")));
    }

    /// <summary>Whether Enter sends the form is the browser's to decide, before the hub can answer; the hub says when Enter has done its work.</summary>
    [Fact]
    public void Enter_WhenItHasDoneItsWork_SendsTheFormAgain()
    {
        var script = JSInterop.SetupModule("./picker.js");
        script.Mode = JSRuntimeMode.Loose;
        var field = Show();
        int Told() => script.Invocations["sendsByEnter"].Count;

        Assert.Equal(["repo", false], Assert.Single(script.Invocations["choosesByEnter"]).Arguments);
        Press(field, "ArrowDown");
        field.WaitForAssertion(() => Assert.NotEmpty(field.FindAll("[role=option]")));
        Press(field, "ArrowDown");
        Assert.Equal(0, Told());
        Press(field, "Enter");
        Assert.Equal(("acme/0", 1), (_value, Told()));
        Press(field, "Enter");
        Assert.Equal(2, Told());
    }

    private static Result<LookUpPage> Page(int offset, int all) => new LookUpPage(
        [.. Enumerable.Range(offset, Math.Min(LookUpPage.Size, all - offset)).Select(number => new LookUpChoice($"acme/{number}", $"Repository {number}", ""))], offset + LookUpPage.Size < all, null);

    private static void Press(IRenderedComponent<LookUpField> field, string key) => field.Find("#repo").KeyDown(new KeyboardEventArgs { Key = key });

    /// <summary>The fingers rest.</summary>
    private void Rest(IRenderedComponent<LookUpField> field)
    {
        field.WaitForAssertion(() => Assert.True(_clock.Waiting > 0));
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private IRenderedComponent<LookUpField> Show() => Render<LookUpField>(Given);

    private IRenderedComponent<LookUpField> Again(IRenderedComponent<LookUpField> field)
    {
        field.Render(Given);
        return field;
    }

    private void Given(ComponentParameterCollectionBuilder<LookUpField> field) => field
        .Add(f => f.Id, "repo").Add(f => f.Field, new ActionField("repo", new FieldDescriptor("repo", "Repository"))).Add(f => f.Value, _value).Add(f => f.ValueChanged, value => _value = value)
        .Add(f => f.Search, (words, offset, _) =>
        {
            _asked.Add((words, offset));
            return _slow ?? Task.FromResult(_vendor(words, offset));
        });
}
