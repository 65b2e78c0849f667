"""What every kind of scenario has, and the bench on which its entries become activities."""
