using Integrations.Core.Diagnostics;
using Integrations.Web.Features.Diagnostics;

namespace Integrations.Tests.Diagnostics;

public sealed class ObjectiveLabelsTests
{
    [Theory]
    [InlineData(6_000, 3, 0.5, "99.95%", "3 of 6,000: 50% of what may go wrong")]
    [InlineData(100_000, 1, 0.01, "99.99%", "1 of 100,000: 1% of what may go wrong")]
    [InlineData(10, 0, 0, "100%", "0 of 10: 0% of what may go wrong")]
    [InlineData(4, 1, 250, "75%", "1 of 4: 25,000% of what may go wrong")]
    public void Window_IsToldAsAShare_AndAsPartOfItsBudget(long counted, long bad, double burn, string share, string budget)
    {
        var window = new ObjectiveWindow(counted, bad, burn);

        Assert.Equal(share, ObjectiveLabels.Share(window));
        Assert.Equal(budget, ObjectiveLabels.Budget(window));
    }

    [Fact]
    public void Window_InWhichNothingHappened_SaysSo() => Assert.Equal("nothing counted", ObjectiveLabels.Share(new ObjectiveWindow(0, 0, 0)));
}
